package org.sinter.passes.compress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.ir.op.Formula;
import org.sinter.passes.Activations;
import org.sinter.passes.Context;
import org.sinter.passes.Statistics;

class StaticRangeTest {
  private static final int K = 16;
  private static final Quantize STATIC =
      new Quantize(DType.I8, Quantize.Activations.I8_STATIC, DType.I8, 32, 1, List.of());

  private static Statistics seen(float min, float max) {
    return new Statistics(
        1, new float[] {min, 0}, new float[] {0, max}, new double[2], new double[2], null);
  }

  /** The same range of every value. */
  private static Context context(float min, float max) {
    Activations all =
        (graph, values, detail) -> {
          Map<Value, Statistics> found = new LinkedHashMap<>();
          values.forEach(value -> found.put(value, seen(min, max)));
          return found;
        };
    return Context.silent().in("quantize").with(all);
  }

  private static Graph graph() {
    Graph.Builder b = new Graph.Builder("g");
    Value x = b.param("x", TensorType.of(DType.F32, 3, K));
    Tensor w = Tensor.allocate(DType.F32, K, 2);
    for (int i = 0; i < w.size(); i++) {
      w.set(i, (i % 2 == 0 ? 1.27 : -0.5) * (i % 5 - 2) / 2);
    }
    return b.build(List.of("y"), List.of(new Formula(b).matMul(x, Constant.of("w", w))));
  }

  private static Tensor run(Graph graph, float... first) {
    Tensor x = Tensor.allocate(DType.F32, 3, K);
    for (int i = 0; i < x.size(); i++) {
      x.set(i, i < first.length ? first[i] : Math.sin(i));
    }
    return GraphInterpreter.run(graph, Map.of("x", x)).get(graph.resultNames().get(0));
  }

  @Test
  void holdsZeroAndAllThatWasSeen() {
    StaticRange both = StaticRange.of("x", seen(-1, 4));
    assertEquals(5 / 255f, both.scale());
    assertEquals(51, both.zero());
    assertEquals("-1.0 to 4.0", both.toString());
    assertEquals(0, StaticRange.of("x", seen(2, 3)).zero());
    assertEquals(255, StaticRange.of("x", seen(-3, -2)).zero());
    assertEquals(1, StaticRange.of("x", seen(0, 0)).scale());
  }

  @Test
  void takesTheNearestEndBeyondIt() {
    Graph.Builder b = new Graph.Builder("g");
    Value x = b.param("x", TensorType.of(DType.F32, 3, K));
    Value q = StaticRange.of("x", seen(-1, 4)).codes(new Formula(b), x);
    float infinity = Float.POSITIVE_INFINITY;
    Tensor codes =
        run(
            b.build(List.of("q"), List.of(q)),
            new float[] {0, -1, 4, -2, 5, -infinity, infinity, Float.NaN, 1, 1e30f});
    long[] expected = {51, 0, 255, 0, 255, 0, 255, 0, 102, 255};
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], codes.integer(i), "element " + i);
    }
  }

  @Test
  void productsAreNearTheExactOnes() {
    Graph quantized = STATIC.run(graph(), context(-1, 1.5f));
    assertTrue(quantized != graph());
    Tensor exact = run(graph());
    Tensor found = run(quantized);
    for (int i = 0; i < exact.size(); i++) {
      assertEquals(exact.real(i), found.real(i), 0.05);
    }
  }

  @Test
  void saysWhatToDoWithoutStatistics() {
    CompileException failure =
        assertThrows(
            CompileException.class, () -> STATIC.run(graph(), Context.silent().in("quantize")));
    assertTrue(failure.getMessage().contains("--calibrate FILE"), failure.getMessage());
  }
}
