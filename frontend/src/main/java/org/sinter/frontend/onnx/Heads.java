package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Iota;
import org.sinter.ir.op.Reducer;

/** What the attention ops of all domains share: layouts, masks, the product itself. */
final class Heads {
  private static final List<Integer> SWAP = List.of(0, 2, 1, 3);

  private Heads() {}

  /** {@code [b, s, H * d]} to {@code [b, s, H, d]}. */
  static Value split(Formula f, Value x, long heads) {
    TensorType t = x.type();
    Dim size = heads < 1 ? null : t.dim(2).exactQuotient(Dim.of(heads));
    if (size == null) {
      throw new IllegalArgumentException(heads + " heads of " + t);
    }
    return f.reshape(x, List.of(t.dim(0), t.dim(1), Dim.of(heads), size));
  }

  /** {@code [b, s, H, d]} to {@code [b, s, H * d]}. */
  static Value join(Formula f, Value x) {
    TensorType t = x.type();
    return f.reshape(x, List.of(t.dim(0), t.dim(1), t.dim(2).times(t.dim(3))));
  }

  /** {@code [b, s, H, d]} to {@code [b, H, s, d]} and back. */
  static Value swap(Formula f, Value x) {
    return f.transpose(x, SWAP);
  }

  /** {@code past [b, H, t, d]} before {@code x [b, s, H, d]}, as {@code [b, t + s, H, d]}. */
  static Value append(Formula f, Value past, Value x) {
    return f.b().add(new Concat(1), swap(f, past), x);
  }

  /** A mask's missing leading axes as 1. */
  static Value rank4(Formula f, Value mask) {
    Value wide = mask;
    while (wide.type().rank() < 4) {
      wide = Layout.unsqueeze(f, wide, 0);
    }
    return wide;
  }

  /** 0 where {@code allowed}, elsewhere {@code value}. */
  static Value bias(Formula f, Value allowed, DType type, double value) {
    return f.where(allowed, f.literal(type, 0), f.literal(type, value));
  }

  static Value forbid(Formula f, Value allowed, DType type) {
    return bias(f, allowed, type, Double.NEGATIVE_INFINITY);
  }

  static Value plus(Formula f, Value a, Value b) {
    return a == null ? b : b == null ? a : f.add(a, b);
  }

  /** Query positions {@code offset + i} as {@code [s, 1]} or, by batch, {@code [b, 1, s, 1]}. */
  static Value queries(Formula f, Dim length, Value offset) {
    Value i = ShapeOps.position(f, length, true);
    if (offset == null) {
      return i;
    }
    Value start = f.convert(offset, DType.I64);
    if (start.type().rank() == 1) {
      start = f.reshape(start, List.of(start.type().dim(0), Dim.ONE, Dim.ONE, Dim.ONE));
    }
    return f.add(i, start);
  }

  /** Key positions {@code [t]}. */
  static Value keys(Formula f, Dim length) {
    return f.b().add(new Iota(DType.I64, length));
  }

  /**
   * Attention of {@code q [b, s, H, d]}, {@code k}, {@code v} with an additive bias or null; with
   * {@code guarded} rows that are forbidden everywhere give 0 (the composite would give NaN).
   */
  static Value attend(
      Formula f, List<Value> qkv, double scale, double softcap, Value bias, boolean guarded) {
    List<Value> inputs = new ArrayList<>(qkv);
    if (bias != null) {
      inputs.add(rank4(f, bias));
    }
    Value y = f.b().add(new Attention(scale, softcap), inputs);
    if (bias == null || !guarded) {
      return y;
    }
    return f.where(swap(f, forbiddenRows(f, rank4(f, bias))), f.literal(y, 0), y);
  }

  /** Which rows of a bias are minus infinity throughout, the last axis kept as 1. */
  static Value forbiddenRows(Formula f, Value bias) {
    Value most = f.reduce(Reducer.MAX, bias, -1);
    return f.equal(most, f.literal(bias, Double.NEGATIVE_INFINITY));
  }

  /** {@code cap * tanh(x / cap)}, x when the cap is 0. */
  static Value cap(Formula f, Value x, double cap) {
    return cap == 0 ? x : f.mul(f.apply(Unary.Function.TANH, f.mul(x, 1 / cap)), cap);
  }

  /** Each head of {@code [b, G, t, d]} {@code H / G} times in a row. */
  static Value repeat(Formula f, Value x, Dim heads) {
    TensorType t = x.type();
    Dim times = heads.exactQuotient(t.dim(1));
    if (times == null) {
      throw new IllegalArgumentException(heads + " heads are no multiple of those of " + t);
    }
    if (times.is(1)) {
      return x;
    }
    Value column = Layout.unsqueeze(f, x, 2);
    List<Dim> wide = List.of(t.dim(0), t.dim(1), times, t.dim(2), t.dim(3));
    return f.reshape(f.expand(column, wide), List.of(t.dim(0), heads, t.dim(2), t.dim(3)));
  }
}
