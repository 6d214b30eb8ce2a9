package org.sinter.frontend.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sinter.frontend.onnx.proto.OnnxAttribute;
import org.sinter.frontend.onnx.proto.OnnxElement;
import org.sinter.ir.Graph;
import org.sinter.ir.diag.CompileException;

/** What is wrong with a model is said with file, node and reason. */
class DiagnosticsTest {
  private static void fails(Graphs model, OnnxOptions options, String... parts) {
    String message = assertThrows(CompileException.class, () -> model.read(options)).getMessage();
    assertTrue(message.startsWith("m.onnx: "), message);
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  private static void fails(Graphs model, String... parts) {
    fails(model, OnnxOptions.NONE, parts);
  }

  private static Graphs x() {
    return new Graphs().f32("x", "n, 4");
  }

  @Test
  void allUnsupportedOpsAtOnce() {
    fails(
        x().node("a = Foo(x)")
            .node("b = Relu(a)")
            .node("y = Bar(b)")
            .node("z = Foo(y)")
            .output("z"),
        "node 'n0': error: op Foo is not supported\n",
        "node 'n2': error: op Bar is not supported");
  }

  @Test
  void whyAnOpIsRefused() {
    fails(
        x().node("a = com.microsoft.QOrderedMatMul(x)")
            .node("y = com.microsoft.nchwc.Conv(a)")
            .output("y"),
        "node 'n0': error: op com.microsoft.QOrderedMatMul is not supported: weights as CUDA's",
        "node 'n1': error: op com.microsoft.nchwc.Conv is not supported: blocks of channels");
  }

  @Test
  void quantizedOps() {
    fails(
        x().f32("s", "4").node("y = com.microsoft.QLinearSigmoid(x, s, , s, )").output("y"),
        "QLinearSigmoid: input 1 ('s') is f32[4], not one for the whole tensor");
    fails(
        x().input("d", OnnxElement.UINT8, "5, 16")
            .input("i", OnnxElement.INT64, "n")
            .f32("s", "5, 1")
            .node("y = com.microsoft.GatherBlockQuantized(d, i, s)")
            .output("y"),
        "GatherBlockQuantized: input 0 ('d') is u8[5, 16], not known at compile time");
    fails(
        x().node("y = com.microsoft.FusedGemm(x, x)", Graphs.text("activation", "Sine"))
            .output("y"),
        "FusedGemm: activation Sine is not supported");
  }

  @Test
  void cycles() {
    fails(x().node("a = Add(x, b)").node("b = Relu(a)").output("b"), "node 'n0'", "cycle");
  }

  @Test
  void danglingAndMissingNames() {
    fails(x().node("y = Add(x, nothing)").output("y"), "node 'n0'", "nothing computes", "nothing");
    fails(x().node("y = Relu(x)").output("z"), "value 'z'", "nothing computes it");
    fails(x().node("y = Relu()").output("y"), "Relu: input 0 is missing");
    fails(x().node("y = Relu(x)"), "no outputs");
  }

  @Test
  void duplicateNames() {
    fails(x().node("y = Relu(x)").node("y = Abs(x)").output("y"), "'n1'", "defined twice");
    fails(x().f32("x", "n").node("y = Relu(x)").output("y"), "input 'x'", "defined twice");
    fails(x().constant("c", 1).constant("c", 2).node("y = Relu(x)").output("y"), "'c'", "twice");
  }

  @Test
  void wrongTypesAndShapes() {
    fails(
        x().input("i", OnnxElement.INT64, "n, 4").node("y = Add(x, i)").output("y"),
        "node 'n0'",
        "Add: element types differ");
    fails(x().f32("z", "n, 5").node("y = Add(x, z)").output("y"), "'n0'", "differ: 4 and 5");
    fails(x().input("s", OnnxElement.STRING, "n").node("y = Relu(x)").output("y"), "STRING");
    fails(new Graphs().f32("x", "-3").node("y = Relu(x)").output("y"), "negative dim");
    fails(x().constant("s", 1L << 62, 1L << 62).node("y = Expand(x, s)").output("y"), "'n0'");
  }

  @Test
  void attributes() {
    fails(x().node("y = Cast(x)").output("y"), "Cast: attribute to is missing");
    fails(x().node("y = Softmax(x)", Graphs.integer("axis", 2)).output("y"), "axis 2 outside");
    fails(
        x().node("y = Softmax(x)", new OnnxAttribute("axis", OnnxAttribute.Kind.FLOAT, 1f, ""))
            .output("y"),
        "attribute axis is FLOAT, expected INT");
  }

  @Test
  void valuesThatMustBeKnown() {
    fails(
        x().input("s", OnnxElement.INT64, "2").node("y = Reshape(x, s)").output("y"),
        "Reshape: input 1 ('s') must be known when the model is read",
        "depends on the data of [s]");
  }

  @Test
  void conditionsThatDimsMustDecide() {
    Graphs branches =
        new Graphs()
            .f32("x", "n")
            .constant("limit", 512)
            .constant("long", -1, 2)
            .constant("short", 2, -1)
            .node("s = Shape(x)")
            .node("c = Less(limit, s)")
            .node("d = Where(c, long, short)")
            .node("y = Reshape(x, d)")
            .output("y");
    fails(branches, "whether 512 < n", "--dim");
    OnnxOptions bounded = OnnxOptions.NONE.withBounds(Map.of("n", 512L));
    assertEquals("f32[2, floordiv(n, 2)]", type(branches.read(bounded)));
    OnnxOptions sized = OnnxOptions.NONE.withSizes(Map.of("n", 600L));
    assertEquals("f32[300, 2]", type(branches.read(sized)));
  }

  private static String type(Graph graph) {
    return graph.results().get(0).type().toString();
  }

  @Test
  void loopsThatDoNotEnd() {
    Graphs body =
        new Graphs()
            .input("i", OnnxElement.INT64, "")
            .input("c", OnnxElement.BOOL, "")
            .f32("a", "n, 4")
            .node("d = Identity(c)")
            .node("b = Relu(a)")
            .output("d", "b");
    OnnxAttribute graph = new OnnxAttribute("body", OnnxAttribute.Kind.GRAPH, body.graph(), "");
    fails(
        x().constant("m", 1L << 40).node("y = Loop(m, , x)", graph).output("y"),
        "node 'n0'",
        "more than 4096 times");
    fails(x().node("y = Loop(, , x)", graph).output("y"), "more than 4096 times");
  }

  @Test
  void optionsThatNameNothing() {
    fails(
        x().node("y = Relu(x)").output("y"),
        OnnxOptions.NONE.withSizes(Map.of("seq", 3L)),
        "no dim is named [seq]; there are [n]");
  }
}
