package org.sinter.tests.targets;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Elements;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.MatMul;
import org.sinter.passes.Context;
import org.sinter.passes.compress.PruneWeights;
import org.sinter.passes.compress.PruneWeights.Pattern;
import org.sinter.passes.compress.PruneWeights.Saliency;
import org.sinter.passes.compress.ToBf16;

/** One product with pruned weights, {@code y = x w}: in f32, bf16, or of bytes. */
public final class SparseProduct {
  private SparseProduct() {}

  /** All blocks of {@code height} x {@code width} but {@code sparsity} of them. */
  public static PruneWeights blocks(double sparsity, int height, int width) {
    return new PruneWeights(
        sparsity, Pattern.BLOCKS, 4, height, width, Saliency.MAGNITUDE, 1, List.of());
  }

  /** Two of four blocks of {@code height} x {@code width} below each other. */
  public static PruneWeights twoOfFour(int height, int width) {
    return new PruneWeights(
        0.5, Pattern.N_OF_M, 4, height, width, Saliency.MAGNITUDE, 1, List.of());
  }

  /** {@code x: f32[m, k]}, or u8 where weights are i8. */
  public static Graph graph(DType type, int k, int n, PruneWeights prune) {
    Graph.Builder b = new Graph.Builder("sparse");
    TensorType rows = new TensorType(DType.F32, List.of(Dim.symbol("m"), Dim.of(k)));
    Constant w = Constant.of("w", random(1, 1, k, n));
    Value y = b.add(new MatMul(), b.param("x", rows), w);
    Graph graph = prune.run(b.build(List.of("y"), List.of(y)), Context.silent());
    if (type == DType.BF16) {
      return new ToBf16().run(graph, Context.silent());
    }
    return type == DType.I8 ? ofBytes(graph.constants().iterator().next()) : graph;
  }

  private static Graph ofBytes(Constant w) {
    Graph.Builder b = new Graph.Builder("sparse");
    Formula f = new Formula(b);
    long k = w.type().dim(0).value();
    Value x = b.param("x", new TensorType(DType.U8, List.of(Dim.symbol("m"), Dim.of(k))));
    Value sum = f.matMul(f.convert(x, DType.I32), f.convert(bytes(w), DType.I32));
    return b.build(List.of("y"), List.of(sum));
  }

  private static Constant bytes(Constant w) {
    Elements exact = w.elements();
    Tensor bytes = Tensor.allocate(DType.I8, w.type().dim(0).value(), w.type().dim(1).value());
    for (long i = 0; i < exact.size(); i++) {
      bytes.set(i, Math.max(-127, Math.min(127, Math.round(40 * exact.real(i)))));
    }
    return Constant.of("w", bytes);
  }

  public static Map<String, Tensor> inputs(DType type, int m, int k) {
    if (type != DType.I8) {
      return Map.of("x", random(m, 1, m, k));
    }
    Random random = new Random(m);
    Tensor x = Tensor.allocate(DType.U8, m, k);
    for (int i = 0; i < x.size(); i++) {
      x.set(i, (long) random.nextInt(256));
    }
    return Map.of("x", x);
  }

  private static Tensor random(long seed, double scale, long... shape) {
    Random random = new Random(seed);
    Tensor tensor = Tensor.allocate(DType.F32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.set(i, random.nextGaussian() * scale);
    }
    return tensor;
  }
}
