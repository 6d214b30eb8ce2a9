package org.sinter.ir.interp;

import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Const;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Load;
import org.sinter.ir.kernel.Size;
import org.sinter.ir.kernel.Var;
import org.sinter.ir.op.Compute;
import org.sinter.ir.op.Reducer;

/** {@code sum over k of a[.., k, ..] * b[.., k, ..]} with positions that move by a fixed stride. */
final class Products {
  /** A load whose indices grow by {@code slopes} with each step of the innermost axis. */
  private record Strided(Memory memory, Code[] indices, long[] slopes) {
    /** Position at {@code k = 0}, when {@code k = last} is in range, too. */
    long start(long[] frame, int slot, long last) {
      frame[slot] = last;
      memory.at(indices, frame);
      frame[slot] = 0;
      return memory.at(indices, frame);
    }

    long stride() {
      long stride = 0;
      for (int d = 0; d < slopes.length; d++) {
        stride = stride * memory.shape()[d] + slopes[d];
      }
      return stride;
    }
  }

  private final Strided a;
  private final Strided b;
  private final int slot;
  private final boolean single;

  private Products(Strided a, Strided b, int slot, boolean single) {
    this.a = a;
    this.b = b;
    this.slot = slot;
    this.single = single;
  }

  /** Null when the computation has another form. */
  static Products of(Compute compute, Evaluator evaluator) {
    DType type = compute.value().type();
    boolean product =
        compute.reducer() == Reducer.SUM
            && (type == DType.F32 || type == DType.F64)
            && compute.value() instanceof Binary b
            && b.function() == Binary.Function.MUL
            && b.a() instanceof Load
            && b.b() instanceof Load;
    if (!product) {
      return null;
    }
    Var k = compute.reduced().get(compute.reduced().size() - 1).variable();
    Binary times = (Binary) compute.value();
    Strided a = strided((Load) times.a(), k, evaluator);
    Strided b = strided((Load) times.b(), k, evaluator);
    return a == null || b == null ? null : new Products(a, b, evaluator.slot(k), type == DType.F32);
  }

  private static Strided strided(Load load, Var k, Evaluator evaluator) {
    List<Expr> indices = load.indices();
    long[] slopes = new long[indices.size()];
    for (int d = 0; d < slopes.length; d++) {
      if (indices.get(d).equals(k)) {
        slopes[d] = 1;
      } else if (!(indices.get(d) instanceof Var
          || indices.get(d) instanceof Const
          || indices.get(d) instanceof Size)) {
        return null;
      }
    }
    return new Strided(
        evaluator.storage(load.buffer()).memory(), evaluator.compile(indices), slopes);
  }

  /** {@code sum} plus the products for {@code k < count}, added in order. */
  double add(double sum, long[] frame, long count) {
    if (count == 0) {
      return sum;
    }
    long p = a.start(frame, slot, count - 1);
    long q = b.start(frame, slot, count - 1);
    long stepA = a.stride();
    long stepB = b.stride();
    double total = sum;
    for (long k = 0; k < count; k++, p += stepA, q += stepB) {
      double product = a.memory.real(p) * b.memory.real(q);
      total += single ? (float) product : product;
    }
    return total;
  }
}
