package org.sinter.tests.equivalence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.QuantizeRows;

/** Rows in 8 bits and integer products at edge values: the native code gives the same bits. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class QuantizedProductTest {
  /** Longer than what is folded at once, and no multiple of a panel. */
  private static final int K = 384;

  private static final int N = 200;

  @TempDir static Path directory;

  /** Columns of -128, of 127, of both, of zeros, and of anything. */
  private static Constant weights() {
    Random random = new Random(2);
    Tensor w = Tensor.allocate(DType.I8, K, N);
    for (int i = 0; i < w.size(); i++) {
      long[] kinds = {-128, 127, i / N % 2 == 0 ? 127 : -128, 0, random.nextInt(256) - 128};
      w.set(i, kinds[i % N % kinds.length]);
    }
    return Constant.of("w", w);
  }

  /** {@code (i32 q) (i32 w)} of any q. */
  private static Graph integers(DType left) {
    Graph.Builder b = new Graph.Builder("integers");
    Formula f = new Formula(b);
    var q = b.param("q", TensorType.of(left, 5, K));
    Value sum = f.matMul(f.convert(q, DType.I32), f.convert(weights(), DType.I32));
    return b.build(List.of("y"), List.of(sum));
  }

  /** Rows quantized, multiplied and scaled. */
  private static Graph rows() {
    Graph.Builder b = new Graph.Builder("rows");
    Formula f = new Formula(b);
    var x = b.param("x", TensorType.of(DType.F32, 8, K));
    List<? extends Value> q = b.addAll(new QuantizeRows(), List.of(x));
    Value sum = f.matMul(f.convert(q.get(0), DType.I32), f.convert(weights(), DType.I32));
    Value y = f.mul(f.convert(sum, DType.F32), q.get(1));
    return b.build(List.of("y", "q", "s"), List.of(y, q.get(0), q.get(1)));
  }

  private static Tensor extremes(DType left) {
    Random random = new Random(3);
    Tensor q = Tensor.allocate(left, 5, K);
    long low = left == DType.U8 ? 0 : -128;
    for (int i = 0; i < q.size(); i++) {
      long[] kinds = {low, low + 255, i % 2 == 0 ? low : low + 255, 0, low + random.nextInt(256)};
      q.set(i, kinds[i / K]);
    }
    return q;
  }

  /** Anything, an outlier, zeros, a NaN, infinities, tiny numbers, denormals, the largest. */
  private static Tensor edges() {
    Random random = new Random(4);
    Tensor x = Tensor.allocate(DType.F32, 8, K);
    double[] scale = {1, 1e-3, 0, 1, 1, 1e-32, 1e-40, 1e38};
    for (int i = 0; i < x.size(); i++) {
      x.set(i, random.nextGaussian() * scale[i / K]);
    }
    x.set(K + 7, 1e4);
    x.set(3 * K + 383, Double.NaN);
    x.set(4 * K, Double.POSITIVE_INFINITY);
    x.set(4 * K + 1, Double.NEGATIVE_INFINITY);
    x.set(7 * K, Float.MAX_VALUE);
    return x;
  }

  private static void same(Graph graph, Map<String, Tensor> inputs) {
    Map<String, Tensor> expected = GraphInterpreter.run(graph, inputs);
    try (NativeModel model =
        new NativeModel(graph, directory, NativeModel.ALL_LEVELS, List.of(1, 2))) {
      model.requireSame(expected, inputs);
    }
  }

  @Test
  void unsignedBySigned() {
    same(integers(DType.U8), Map.of("q", extremes(DType.U8)));
  }

  @Test
  void signedBySigned() {
    same(integers(DType.I8), Map.of("q", extremes(DType.I8)));
  }

  @Test
  void rowsAtTheEdge() {
    same(rows(), Map.of("x", edges()));
  }

  /** What is not finite stays in its row. */
  @Test
  void rowsAreApart() {
    Tensor y = GraphInterpreter.run(rows(), Map.of("x", edges())).get("y");
    for (int i = 0; i < y.size(); i++) {
      boolean broken = i / N == 3 || i / N == 4;
      assertEquals(broken, Double.isNaN(y.real(i)), "element " + i);
    }
  }

  @Test
  void weightsStayNarrow() {
    Graph graph = NativeModel.improved(rows());
    assertTrue(graph.constants().stream().anyMatch(c -> c.type().dtype() == DType.I8));
  }
}
