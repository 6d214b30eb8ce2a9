package org.sinter.ir.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Load;

class ReshapeTest {
  private static final Dim B = Dim.symbol("b");
  private static final Dim S = Dim.symbol("s");

  /** Factors in random order, some next to each other multiplied, some ones in between. */
  private static List<Dim> shape(Random random, List<Dim> factors, boolean shuffle) {
    List<Dim> left = new ArrayList<>(factors);
    if (shuffle) {
      java.util.Collections.shuffle(left, random);
    }
    List<Dim> shape = new ArrayList<>();
    for (Dim factor : left) {
      int choice = random.nextInt(6);
      if (choice == 0) {
        shape.add(Dim.ONE);
      }
      if (choice < 3 && !shape.isEmpty()) {
        shape.set(shape.size() - 1, shape.get(shape.size() - 1).times(factor));
      } else {
        shape.add(factor);
      }
    }
    return shape;
  }

  private static void check(List<Dim> from, List<Dim> to, String where) {
    Graph.Builder b = new Graph.Builder("g");
    Value sizes = b.param("sizes", new TensorType(DType.F32, List.of(B, S)));
    Value x = b.param("x", new TensorType(DType.F32, from));
    Graph graph = b.build(List.of("y"), List.of(b.add(new Reshape(to), x)));
    Map<String, Long> values = Map.of("b", 2L, "s", 3L);
    long[] shape = from.stream().mapToLong(d -> d.evaluate(values::get)).toArray();
    Tensor in = Tensor.allocate(DType.F32, shape);
    for (int i = 0; i < in.size(); i++) {
      in.set(i, i);
    }
    Tensor known = Tensor.allocate(DType.F32, 2, 3);
    assertEquals(2, sizes.type().rank());
    Tensor out = GraphInterpreter.run(graph, Map.of("sizes", known, "x", in)).get("y");
    long[] expected = to.stream().mapToLong(d -> d.evaluate(values::get)).toArray();
    assertArrayEquals(expected, out.shape(), where);
    for (int i = 0; i < out.size(); i++) {
      assertEquals(i, out.real(i), where);
    }
  }

  @Test
  void keepsRowMajorOrder() {
    for (int seed = 0; seed < 1000; seed++) {
      Random random = new Random(seed);
      List<Dim> factors = new ArrayList<>();
      for (int i = random.nextInt(5); i >= 0; i--) {
        int which = random.nextInt(6);
        factors.add(which == 0 ? B : which == 1 ? S : Dim.of(1 + random.nextInt(4)));
      }
      List<Dim> from = shape(random, factors, false);
      List<Dim> to = shape(random, factors, random.nextBoolean());
      check(from, to, "seed " + seed + ": " + from + " to " + to);
    }
  }

  @Test
  void handlesScalarsAndEmptyTensors() {
    check(List.of(), List.of(Dim.ONE, Dim.ONE), "scalar");
    check(List.of(Dim.ONE), List.of(), "to scalar");
    check(List.of(Dim.ZERO, Dim.of(3)), List.of(Dim.of(5), Dim.ZERO), "empty");
    check(List.of(Dim.of(2), Dim.ZERO), List.of(Dim.ZERO), "empty vector");
  }

  @Test
  void splitsWithoutDivisionWhereRunsAgree() {
    TensorType x = new TensorType(DType.F32, List.of(B, S, Dim.of(12), Dim.of(64)));
    Reshape merge = new Reshape(List.of(B, S, Dim.of(768)));
    Load load = (Load) merge.compute(List.of(x)).value();
    List<Expr> at = load.indices();
    assertEquals("[i0, i1]", at.subList(0, 2).stream().map(ReshapeTest::name).toList().toString());
    Reshape split = new Reshape(List.of(B, S, Dim.of(12), Dim.of(64)));
    TensorType y = new TensorType(DType.F32, List.of(B, S, Dim.of(768)));
    Load back = (Load) split.compute(List.of(y)).value();
    Expr expected = Compute.axes(4).get(2).times(Expr.index(64)).plus(Compute.axes(4).get(3));
    assertEquals(expected, back.indices().get(2));
  }

  private static String name(Expr e) {
    return ((org.sinter.ir.kernel.Var) e).name();
  }
}
