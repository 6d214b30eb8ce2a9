package org.sinter.tests.targets;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Gelu;
import org.sinter.passes.Context;
import org.sinter.passes.compress.ToBf16;

/** One product with weights in bf16, and GELU after it: no rounding in between can tip over. */
public final class Bf16Product {
  private Bf16Product() {}

  /** Of {@code x: f32[m, k]} and a matrix [k, n], too large to be folded into f32. */
  public static Graph graph(int k, int n) {
    Graph.Builder b = new Graph.Builder("bf16");
    Formula f = new Formula(b);
    var x = b.param("x", new TensorType(DType.F32, List.of(Dim.symbol("m"), Dim.of(k))));
    var y = f.add(f.matMul(x, Constant.of("w", random(1, k, n))), Constant.of("b", random(2, n)));
    Graph graph = b.build(List.of("y"), List.of(b.add(new Gelu(Gelu.Form.ERF), y)));
    return new ToBf16().run(graph, Context.silent());
  }

  public static Map<String, Tensor> inputs(int m, int k) {
    return Map.of("x", random(m, m, k));
  }

  private static Tensor random(long seed, long... shape) {
    Random random = new Random(seed);
    Tensor tensor = Tensor.allocate(DType.F32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.set(i, 0.2 * random.nextGaussian());
    }
    return tensor;
  }
}
