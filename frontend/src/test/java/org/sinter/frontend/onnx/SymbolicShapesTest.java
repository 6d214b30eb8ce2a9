package org.sinter.frontend.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sinter.frontend.onnx.proto.OnnxElement;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;

/** Shapes that the model computes become expressions of its inputs' dims. */
class SymbolicShapesTest {
  private static String type(Graph graph) {
    return graph.results().get(0).type().toString();
  }

  private static List<String> ops(Graph graph) {
    return graph.nodes().stream().map(Node::op).map(o -> o.getClass().getSimpleName()).toList();
  }

  @Test
  void shapeArithmeticDisappears() {
    Graph graph =
        new Graphs()
            .f32("x", "batch, seq, 12")
            .constant("first", 0)
            .constant("second", 1)
            .constant("rest", 3, -1)
            .node("s = Shape(x)")
            .node("b = Gather(s, first)")
            .node("t = Gather(s, second)")
            .node("d = Concat(b, t, rest)", Graphs.integer("axis", 0))
            .node("y = Reshape(x, d)")
            .output("y")
            .read();
    assertEquals("f32[batch, seq, 3, 4]", type(graph));
    assertEquals(List.of("Reshape"), ops(graph));
    assertEquals(List.of(), graph.symbols().constraints());
  }

  @Test
  void namesAreSeparatedWhereTheyStandTwiceInOneShape() {
    Graph graph = new Graphs().f32("x", "n, n, ?, 2").node("y = Relu(x)").output("y").read();
    assertEquals("f32[n, n_2, d0, 2]", type(graph));
  }

  @Test
  void symbolsThatMustBeEqualBecomeOne() {
    Graph graph =
        new Graphs().f32("x", "a, k").f32("z", "b, c").node("y = Add(x, z)").output("y").read();
    assertEquals("f32[a, k]", graph.params().get(1).type().toString());
    assertEquals(List.of(), graph.symbols().constraints());
  }

  @Test
  void symbolsThatMustBeANumberBecomeIt() {
    Graph graph =
        new Graphs().f32("x", "a, k").f32("z", "b, 7").node("y = Add(x, z)").output("y").read();
    assertEquals("f32[a, 7]", graph.params().get(0).type().toString());
  }

  @Test
  void pastLengthsMayBeZero() {
    Graph graph =
        new Graphs()
            .f32("x", "b, s")
            .f32("past_key", "b, p")
            .node("y = Concat(past_key, x)", Graphs.integer("axis", 1))
            .output("y")
            .read();
    assertEquals("f32[b, p + s]", type(graph));
    assertEquals(1, graph.results().get(0).type().dim(1).lowerBound());
  }

  @Test
  void slicesClampNumbersAndConstrainSymbols() {
    Graphs numbers =
        new Graphs()
            .f32("x", "n, 9")
            .constant("from", -3, 2)
            .constant("to", Long.MAX_VALUE, 100)
            .node("y = Slice(x, from, to)")
            .output("y");
    assertEquals("f32[min(3, n), 7]", type(numbers.read()));
    Graph table =
        new Graphs()
            .f32("x", "n")
            .f32("table", "512, 4")
            .constant("zero", 0)
            .node("s = Shape(x)")
            .node("y = Slice(table, zero, s)")
            .output("y")
            .read();
    assertEquals("f32[n, 4]", type(table));
    assertEquals("[n <= 512]", table.symbols().constraints().toString());
  }

  @Test
  void sizesAndBounds() {
    Graphs model = new Graphs().f32("x", "n, m").node("y = Relu(x)").output("y");
    assertEquals("f32[n, 128]", type(model.read(OnnxOptions.NONE.withSizes(Map.of("m", 128L)))));
    Graph bounded = model.read(OnnxOptions.NONE.withBounds(Map.of("m", 64L)));
    assertEquals(Map.of("m", 64L), bounded.symbols().max());
  }

  @Test
  void nodesOutOfOrderAreSorted() {
    Graph graph =
        new Graphs()
            .f32("x", "n")
            .node("y = Abs(b)")
            .node("b = Neg(a)")
            .node("a = Floor(x)")
            .output("y")
            .read();
    assertEquals(3, graph.nodes().size());
    assertEquals("n2", graph.nodes().get(0).origin());
  }

  @Test
  void foundElementsAreMeasured() {
    Graph graph =
        new Graphs().input("x", OnnxElement.BOOL, "n, m").node("y = NonZero(x)").output("y").read();
    assertEquals("i64[2, found0]", type(graph));
    assertTrue(graph.symbols().measured().get("found0").toString().equals("m*n"));
  }
}
