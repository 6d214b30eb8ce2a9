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
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.MatMul;

/** One product of bytes: {@code sum} is exact, {@code y} is scaled as a quantized product's is. */
public final class Int8Product {
  private Int8Product() {}

  /** Of {@code q: a[m, k]} and a matrix {@code b[k, n]}. */
  public static Graph graph(DType a, DType b, int k, int n) {
    Graph.Builder g = new Graph.Builder("int8");
    Value q = rows(g, "q", a, k);
    Value sum = product(g, q, Constant.of("w", random(b, 1, k, n)));
    Value other = product(g, q, Constant.of("v", random(b, 2, k, n)));
    Value y = scaled(g, other, rows(g, "s", DType.F32, 1), n);
    return g.build(List.of("sum", "y"), List.of(sum, y));
  }

  /** {@code y = f32(x * w + c) * s * sw + bias} of bytes {@code x}. */
  public static Graph graph(int k, int n) {
    Graph.Builder g = new Graph.Builder("int8");
    Value x = rows(g, "x", DType.U8, k);
    Value sum = product(g, x, Constant.of("w", random(DType.I8, 1, k, n)));
    Value y = scaled(g, sum, rows(g, "s", DType.F32, 1), n);
    return g.build(List.of("y"), List.of(y));
  }

  private static Value rows(Graph.Builder g, String name, DType type, int columns) {
    return g.param(name, new TensorType(type, List.of(Dim.symbol("m"), Dim.of(columns))));
  }

  private static Value scaled(Graph.Builder g, Value sum, Value s, int n) {
    Formula f = new Formula(g);
    Value c = Constant.of("c", random(DType.I32, 3, n));
    Value centred = g.add(new Combine(Binary.Function.ADD), sum, c);
    Value scaled = f.mul(g.add(new Convert(DType.F32), centred), s);
    Value columns = f.mul(scaled, Constant.of("sw", random(DType.F32, 4, n)));
    return f.add(columns, Constant.of("bias", random(DType.F32, 5, n)));
  }

  private static Value product(Graph.Builder g, Value q, Constant w) {
    Convert wide = new Convert(DType.I32);
    return g.add(new MatMul(), g.add(wide, q), g.add(wide, w));
  }

  public static Map<String, Tensor> inputs(DType a, int m, int k) {
    return Map.of("q", random(a, m, m, k), "s", random(DType.F32, m, m, 1));
  }

  /** Bytes of all values, the extreme ones often. */
  private static Tensor random(DType type, long seed, long... shape) {
    Random random = new Random(seed);
    Tensor tensor = Tensor.allocate(type, shape);
    for (int i = 0; i < tensor.size(); i++) {
      if (type.isFloat()) {
        tensor.set(i, random.nextGaussian());
      } else if (type == DType.I32) {
        tensor.set(i, (long) random.nextInt(1 << 20));
      } else {
        long least = type == DType.I8 ? -128 : 0;
        long[] extremes = {least, least + 255};
        tensor.set(i, i % 3 == 0 ? extremes[random.nextInt(2)] : least + random.nextInt(256));
      }
    }
    return tensor;
  }
}
