package org.sinter.ir.interp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sinter.ir.interp.Examples.f32;
import static org.sinter.ir.interp.Examples.i64;
import static org.sinter.ir.interp.Examples.reals;
import static org.sinter.ir.interp.Examples.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.NonZero;
import org.sinter.ir.op.Softmax;

class GraphInterpreterTest {
  private static final Dim SEQ = Dim.symbol("seq");

  private static Graph softmaxOfProduct() {
    Graph.Builder b = new Graph.Builder("g");
    Value x = b.param("x", new TensorType(DType.F32, List.of(SEQ, Dim.of(2))));
    Value y = b.param("y", new TensorType(DType.F32, List.of(Dim.of(2), SEQ.plus(1))));
    b.bound("seq", 3);
    return b.build(List.of("p"), List.of(b.add(new Softmax(-1), b.add(new MatMul(), x, y))));
  }

  @Test
  void runsWithSymbolsFromShapes() {
    Map<String, Tensor> results =
        GraphInterpreter.run(
            softmaxOfProduct(),
            Map.of("x", f32(shape(1, 2), 1, 2), "y", f32(shape(2, 2), 1, 0, 0, 1)));
    double e = Math.exp(-1) / (1 + Math.exp(-1));
    assertArrayEquals(new double[] {e, 1 - e}, reals(results.get("p")), 1e-7);
  }

  @Test
  void refusesInputsThatDoNotFit() {
    fails("input y is missing", Map.of("x", f32(shape(1, 2), 1, 2)));
    fails(
        "expected f32[2, seq + 1]: seq + 1 is 2",
        Map.of("x", f32(shape(1, 2), 1, 2), "y", f32(shape(2, 1), 1, 2)));
    fails(
        "input x is f32[1, 1], expected f32[seq, 2]: 2 is 2",
        Map.of("x", f32(shape(1, 1), 1), "y", f32(shape(2, 2), 1, 2, 3, 4)));
    fails(
        "input x is i64[1, 2], expected f32[seq, 2]",
        Map.of("x", i64(shape(1, 2), 1, 2), "y", f32(shape(2, 2), 1, 2, 3, 4)));
    fails("seq is below 1", Map.of("x", f32(shape(0, 2)), "y", f32(shape(2, 1), 1, 2)));
    fails(
        "seq is 4, at most 3 allowed",
        Map.of("x", f32(shape(4, 2), new double[8]), "y", f32(shape(2, 5), new double[10])));
    fails("no input is named z", Map.of("x", f32(shape(1, 2), 1, 2), "z", f32(shape(2, 1), 1, 2)));
  }

  private static void fails(String message, Map<String, Tensor> inputs) {
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> GraphInterpreter.run(softmaxOfProduct(), inputs));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void checksConstraints() {
    Graph.Builder b = new Graph.Builder("g");
    Value x = b.param("x", new TensorType(DType.F32, List.of(Dim.symbol("a"))));
    Value y = b.param("y", new TensorType(DType.F32, List.of(Dim.symbol("b"))));
    Graph graph = b.build(List.of("r"), List.of(new Formula(b).add(x, y)));
    Map<String, Tensor> inputs = Map.of("x", f32(shape(2), 1, 2), "y", f32(shape(3), 1, 2, 3));
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> GraphInterpreter.run(graph, inputs));
    assertTrue(e.getMessage().startsWith("expected a = b, found 2 and 3"), e.getMessage());
  }

  @Test
  void checksIndices() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Examples.run(new Gather(0), f32(shape(2), 1, 2), i64(shape(1), -3)));
    assertTrue(e.getMessage().contains("index -3 outside a dim of 2"), e.getMessage());
  }

  @Test
  void measuresAtRunTime() {
    Graph.Builder b = new Graph.Builder("g");
    Value x = b.param("x", new TensorType(DType.F32, List.of(SEQ, Dim.of(2))));
    b.measured("n", SEQ.times(2));
    Value found = b.add(new NonZero("n"), x);
    Value twice = new Formula(b).add(found, found);
    Graph graph = b.build(List.of("found", "twice"), List.of(found, twice));
    Map<String, Tensor> results =
        GraphInterpreter.run(graph, Map.of("x", f32(shape(2, 2), 0, 5, -1, 0)));
    assertArrayEquals(shape(2, 2), results.get("found").shape());
    assertArrayEquals(new double[] {0, 1, 1, 0}, reals(results.get("found")));
    assertArrayEquals(new double[] {0, 2, 2, 0}, reals(results.get("twice")));
    Tensor none = GraphInterpreter.run(graph, Map.of("x", f32(shape(1, 2), 0, 0))).get("twice");
    assertArrayEquals(shape(0, 2), none.shape());
  }

  @Test
  void showsEveryValueInOrder() {
    Graph.Builder b = new Graph.Builder("g");
    Value x = b.param("x", TensorType.of(DType.F32, 1));
    Formula f = new Formula(b);
    Graph graph = b.build(List.of("r"), List.of(f.neg(f.exp(x))));
    List<String> seen = new ArrayList<>();
    GraphInterpreter.run(
        graph, Map.of("x", f32(shape(1), 0)), (v, t) -> seen.add(v + " = " + t.real(0)));
    assertEquals(2, seen.size());
    assertTrue(seen.get(0).contains("EXP") && seen.get(0).endsWith("= 1.0"), seen.get(0));
    assertTrue(seen.get(1).contains("NEG") && seen.get(1).endsWith("= -1.0"), seen.get(1));
  }

  @Test
  void accumulatesInDoubleAndRoundsOnce() {
    Tensor row = f32(shape(1, 3), 1 << 24, 1, 1);
    Tensor ones = f32(shape(3, 1), 1, 1, 1);
    assertEquals((1 << 24) + 2, Examples.run(new MatMul(), row, ones).get(0).real(0));
  }
}
