package org.sinter.frontend.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Op;
import org.sinter.ir.text.GraphPrinter;

class GraphTextTest {
  private static final String ENCODER =
      """
      graph encoder(%x: f32[batch, seq, 384], %"input.1 a": i64[past + seq, 4*batch - 1]) where past >= 0, seq <= 512, measured found <= 4*batch requires batch*seq = past {
        %g = constant {values = [1.0, -0.0, inf, nan, 0.1]} : f32[5]
        %"g b" = constant {values = [-9223372036854775808, 3]} : i64[2]
        %0 = layer-norm {epsilon = 1.0e-12} %x : f32[batch, seq, 384]
        %1, %2 = top-k {axis = -1, k = 3, largest = true} %0 : f32[batch, seq, 3], i64[batch, seq, 3]
        %3 = apply {function = tanh} %0 : f32[batch, seq, 384]
        return %1, %3 as last_hidden_state, %2 as "a b", %"input.1 a", %g, %"g b"
      }
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        ENCODER,
        "graph() {\n  return\n}\n",
        "graph(%x: f32[]) {\n  return %x\n}\n",
        "graph(%x: f32[min(a, b), floordiv(a + 1, 2), mod(b, 3)]) {\n  return %x\n}\n",
        "graph(%x: f32[\"a b\", \"if\"]) {\n  return %x\n}\n",
      })
  void readsBack(String text) {
    assertEquals(text, GraphPrinter.print(IrReader.graph("test.ir", text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "graph(%x: f32[2]) {|  %0 = soft-max %x : f32[2]|  return %0|}:2:8: error: unknown op soft-max",
        "graph(%x: f32[2]) {|  %0 = softmax {axis = 1.5} %x : f32[2]|  return %0|}:2:8: error: axis of"
            + " softmax is 1.5, expected an integer of 32 bits",
        "graph(%x: f32[2]) {|  %0 = softmax %x : f32[2]|  return %0|}:2:8: error: softmax lacks axis;"
            + " expected axis (an integer of 32 bits)",
        "graph(%x: f32[2]) {|  %0 = softmax {axis = 0} %x : f32[3]|  return %0|}:2:32: error: softmax"
            + " gives f32[2], not f32[3]",
        "graph(%x: f32[2]) {|  return %y|}:2:10: error: %y is not defined before it is used",
        "graph(%x f32[2]) {|  return %y|}:1:10: error: found f32, expected :",
        "graph(%x: f33[2]) {|  return %x|}:1:11: error: unknown element type f33",
        "graph(%x: f32[a]) {|  %0 = expand {shape = [b]} %x : f32[b]|  return %0|}:2:38: error:"
            + " unknown symbol b: it is in no parameter's type and not measured",
        "graph(%x: f32[2]) {|  %0 = gelu {form = relu} %x : f32[2]|  return %0|}:2:8: error: form of"
            + " gelu is relu, expected one of erf, tanh, sigmoid",
        "graph() {|  %0 = constant {elided = \"00\"} : f32[20]|  return %0|}:2:8: error: the elements"
            + " of this constant were left out when the text was printed",
        "graph() {|  %0 = constant {values = [300]} : i8[1]|  return %0|}:2:8: error: 300 is outside"
            + " the range of i8",
      })
  void namesTheFault(String textAndError) {
    int end = textAndError.indexOf("}:") + 1;
    while (textAndError.indexOf("}:", end) >= 0) {
      end = textAndError.indexOf("}:", end) + 1;
    }
    String text = textAndError.substring(0, end).replace('|', '\n');
    CompileException e =
        assertThrows(CompileException.class, () -> IrReader.graph("test.ir", text));
    String message = e.diagnostics().get(0).toString().lines().findFirst().orElseThrow();
    assertEquals("test.ir" + textAndError.substring(end), message);
  }

  @Test
  void reportsEveryFaultyLine() {
    String text =
        "graph(%x: f32[2]) {\n  %0 = nope %x : f32[2]\n  %1 = nope %0 : f32[2]\n  return %1\n}";
    CompileException e =
        assertThrows(CompileException.class, () -> IrReader.graph("test.ir", text));
    assertEquals(2, e.diagnostics().size());
    assertTrue(e.getMessage().contains("\n    %0 = nope %x : f32[2]\n         ^"), e.getMessage());
  }

  @Test
  void refusesDeepAndLongText() {
    String deep = "graph(%x: f32[" + "(".repeat(1_000_000);
    CompileException e =
        assertThrows(CompileException.class, () -> IrReader.graph("test.ir", deep));
    assertTrue(e.getMessage().contains("nested more than 200 deep"), e.getMessage());
    String product = "graph(%x: f32[" + "(a + b)*".repeat(5000) + "1]) { return %x }";
    assertThrows(CompileException.class, () -> IrReader.graph("test.ir", product));
  }

  @Test
  void largeConstantsLieBesideTheText(@TempDir Path directory) throws Exception {
    Graph.Builder b = new Graph.Builder(GraphPrinter.NAME);
    Tensor tensor = Tensor.of(new float[100], 100);
    tensor.set(7, 3.5);
    Graph graph = b.build(List.of("out0"), List.of(Constant.of("w", tensor)));
    assertTrue(GraphPrinter.print(graph).contains("elided"));
    Path file = directory.resolve("m.ir");
    IrWriter.write(file, graph);
    Constant read = (Constant) IrReader.graph(file).results().get(0);
    assertEquals(3.5, read.elements().real(7));
    Files.writeString(file, Files.readString(file).replace("m.ir.s", "../m.ir.s"));
    CompileException e = assertThrows(CompileException.class, () -> IrReader.graph(file));
    assertTrue(e.getMessage().contains("outside the directory of the text"), e.getMessage());
  }

  @Test
  void randomGraphsReadBack() {
    for (int seed = 0; seed < Integer.getInteger("sinter.random", 2000); seed++) {
      Graph graph = new RandomGraph(seed).graph();
      String text = GraphPrinter.print(graph);
      try {
        Graph read = IrReader.graph("seed" + seed, text);
        assertEquals(text, GraphPrinter.print(read));
        assertEquals(graph.symbols(), read.symbols());
        assertEquals(ops(graph), ops(read));
      } catch (CompileException e) {
        throw new AssertionError(text, e);
      }
    }
  }

  private static List<Op> ops(Graph graph) {
    return graph.nodes().stream().map(Node::op).toList();
  }

  @Test
  void everyNumberReadsBack() {
    for (double value : new double[] {1e-12, Double.MIN_VALUE, -0.0, 1e300, 0.1f, Math.PI}) {
      Graph.Builder b = new Graph.Builder("g");
      Fill fill = Fill.scalar(DType.F64, value);
      Graph graph = b.build(List.of("out0"), List.of(b.add(fill)));
      Graph read = IrReader.graph("test.ir", GraphPrinter.print(graph));
      assertEquals(fill, read.nodes().get(0).op());
      assertEquals(TensorType.of(DType.F64), read.results().get(0).type());
    }
  }
}
