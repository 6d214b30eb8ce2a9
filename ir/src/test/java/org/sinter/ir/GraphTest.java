package org.sinter.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Apply;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.TopK;

class GraphTest {
  private final Graph.Builder b = new Graph.Builder("g");
  private final Formula f = new Formula(b);
  private final Value x = b.param("x", TensorType.of(DType.F32, 4));

  private Graph graph(Value... results) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < results.length; i++) {
      names.add("r" + i);
    }
    return b.build(names, List.of(results));
  }

  @Test
  void reusesEqualNodes() {
    assertSame(f.exp(x), f.exp(x));
    assertSame(f.mul(x, 2), f.mul(x, 2));
    assertNotSame(f.mul(x, 2), f.mul(x, 3));
    assertNotSame(f.sub(x, f.exp(x)), f.sub(f.exp(x), x));
    assertNotSame(f.literal(DType.F32, 0.0), f.literal(DType.F32, -0.0));
  }

  @Test
  void keepsWhatResultsNeedInOrder() {
    Random random = new Random(1);
    List<Value> values = new ArrayList<>(List.of(x));
    for (int i = 0; i < 200; i++) {
      Value a = values.get(random.nextInt(values.size()));
      values.add(f.add(a, values.get(random.nextInt(values.size()))));
    }
    Value unused = f.tanh(x);
    Graph graph = graph(values.get(200), values.get(150), x);
    Set<Value> born = new HashSet<>(graph.params());
    for (Node node : graph.nodes()) {
      assertTrue(born.containsAll(node.inputs()));
      assertTrue(born.addAll(node.results()), "twice: " + node);
    }
    assertTrue(born.containsAll(graph.results()));
    assertTrue(!born.contains(unused));
  }

  @Test
  void deepGraphsNeedNoDeepStack() {
    Value value = x;
    for (int i = 0; i < 20_000; i++) {
      value = f.neg(value);
    }
    Graph graph = graph(value);
    assertEquals(20_000, graph.nodes().size());
    assertSame(graph, graph.rewrite((builder, node, inputs) -> null));
    Graph copy = graph.rewrite(GraphTest::absForNeg);
    assertEquals(1, copy.results().size());
    Tensor in = Tensor.of(new float[] {1, 2, 3, 4}, 4);
    assertEquals(4, GraphInterpreter.run(graph, Map.of("x", in)).get("r0").real(3));
    Graph.Builder other = new Graph.Builder("other");
    Value y = other.param("y", x.type());
    assertEquals(20_000, other.build(List.of("r"), graph.inline(other, List.of(y))).nodes().size());
  }

  private static List<Value> absForNeg(Graph.Builder b, Node node, List<Value> inputs) {
    boolean matches = node.op().equals(new Apply(Unary.Function.NEG));
    return matches ? List.of(b.add(new Apply(Unary.Function.ABS), inputs)) : null;
  }

  @Test
  void rewriteKeepsWhatDoesNotChange() {
    Value kept = f.exp(x);
    Value changed = f.neg(kept);
    Graph graph = graph(changed, kept);
    Graph after = graph.rewrite(GraphTest::absForNeg);
    assertSame(kept, after.results().get(1));
    assertSame(kept, ((Node.Result) after.results().get(0)).node().input(0));
    assertSame(x, after.params().get(0));
    assertEquals(graph.resultNames(), after.resultNames());
    assertSame(after, after.rewrite(GraphTest::absForNeg));
  }

  @Test
  void rewriteMergesNodesThatBecomeEqual() {
    Value both = f.add(f.neg(x), f.apply(Unary.Function.ABS, x));
    Graph after = graph(both).rewrite(GraphTest::absForNeg);
    assertEquals(2, after.nodes().size());
    Node sum = ((Node.Result) after.results().get(0)).node();
    assertSame(sum.input(0), sum.input(1));
  }

  @Test
  void findsUsersAndConstants() {
    Constant c = Constant.of("c", Tensor.of(new float[] {1, 2, 3, 4}, 4));
    Value y = f.mul(x, x);
    Value z = f.add(y, c);
    Graph graph = graph(z, c);
    assertEquals(List.of(c), graph.constants());
    assertEquals(1, graph.users().get(x).size());
    assertEquals(List.of(((Node.Result) z).node()), graph.users().get(y));
    assertEquals(null, graph.users().get(z));
  }

  @Test
  void severalResultsNeedAddAll() {
    assertThrows(IllegalArgumentException.class, () -> b.add(new TopK(0, Dim.ONE, true), x));
    assertEquals(2, b.addAll(new TopK(0, Dim.ONE, true), List.of(x)).size());
  }
}
