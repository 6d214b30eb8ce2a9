package org.sinter.passes.compress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.LayerNorm;
import org.sinter.passes.Context;
import org.sinter.passes.Remark;

class SmoothTest {
  private static final int WIDTH = 32;

  private static Tensor random(int seed, long... shape) {
    Random random = new Random(seed);
    Tensor tensor = Tensor.allocate(DType.F32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.set(i, random.nextGaussian());
    }
    return tensor;
  }

  /** A norm with one large channel, before a product and a residual. */
  private static Graph graph() {
    Graph.Builder b = new Graph.Builder("g");
    Formula f = new Formula(b);
    Value x = b.param("x", TensorType.of(DType.F32, 5, WIDTH));
    Tensor gain = random(1, WIDTH);
    gain.set(7, 40);
    Value y =
        b.add(new LayerNorm(1e-5), x, Constant.of("g", gain), Constant.of("b", random(2, WIDTH)));
    Value product = f.matMul(y, Constant.of("w", random(3, WIDTH, WIDTH)));
    return b.build(List.of("y"), List.of(f.add(product, y)));
  }

  private static Tensor run(Graph graph) {
    return GraphInterpreter.run(graph, Map.of("x", random(4, 5, WIDTH))).get("y");
  }

  private static double error(Graph graph) {
    Tensor exact = run(graph());
    Tensor found = run(graph);
    double sum = 0;
    for (int i = 0; i < exact.size(); i++) {
      sum += Math.pow(exact.real(i) - found.real(i), 2);
    }
    return sum;
  }

  private static Graph quantizedAll(Graph graph) {
    return new Quantize(DType.I8, Quantize.Activations.I8_PER_ROW, DType.I8, 32, 1, List.of())
        .run(graph, Context.silent());
  }

  @Test
  void resultsStayBitByBit() {
    Graph smooth = new Smooth().run(graph(), Context.silent());
    Tensor exact = run(graph());
    Tensor found = run(smooth);
    for (int i = 0; i < exact.size(); i++) {
      assertEquals(exact.real(i), found.real(i), "element " + i);
    }
  }

  @Test
  void quantizedIsNearer() {
    double plain = error(quantizedAll(graph()));
    double smooth = error(quantizedAll(new Smooth().run(graph(), Context.silent())));
    assertTrue(smooth < 0.4 * plain, smooth + " of " + plain);
  }

  @Test
  void aSecondRunFindsNothing() {
    Graph once = new Smooth().run(graph(), Context.silent());
    List<Remark> remarks = new ArrayList<>();
    new Smooth().run(once, new Context("smooth", remarks::add));
    assertTrue(remarks.stream().noneMatch(Remark::applied), remarks.toString());
  }

  @Test
  void remarksSayWhatAndWhy() {
    List<Remark> remarks = new ArrayList<>();
    Context context = new Context("smooth", remarks::add);
    new Smooth().run(graph(), context);
    assertTrue(remarks.get(0).applied());
    assertTrue(remarks.get(0).reason().startsWith("w: columns divided by 2^"));
    remarks.clear();
    new Smooth().without(List.of("w")).run(graph(), context);
    assertEquals("w is among the exceptions", remarks.get(0).reason());
  }

  @Test
  void nothingForAlpha0() {
    Graph graph = graph();
    assertSame(graph, new Smooth(0, List.of()).run(graph, Context.silent()));
    assertThrows(IllegalArgumentException.class, () -> new Smooth(1.5, List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Smooth(Double.NaN, List.of()));
  }

  @Test
  void unitsAreWeights() {
    List<String> names =
        new Smooth().units(graph(), Context.silent()).stream().map(u -> u.name()).toList();
    assertEquals(List.of("g", "b", "w"), names);
  }
}
