package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Formula;

/** ONNX Runtime's {@code Attention} and {@code MultiHeadAttention}. */
final class MicrosoftAttention {
  private final Call c;
  private final Formula f;

  private MicrosoftAttention(Call c) {
    this.c = c;
    this.f = c.f();
  }

  /** Inputs: x, weights, bias, mask, past {@code [2, b, H, t, d]}, additive bias. */
  static List<Value> packed(Call c) {
    Value product = c.f().matMul(c.in(0), c.in(1));
    product = c.has(2) ? c.f().add(product, c.in(2)) : product;
    return new MicrosoftAttention(c).packed(product, 3, 4, c.optional(5));
  }

  /** Inputs: x and weights in 8 bits, bias, their scales, mask, their zero points, past. */
  static List<Value> quantized(Call c) {
    return new MicrosoftAttention(c).packed(ScaledProducts.projection(c), 5, 8, null);
  }

  /** Attention of what {@code product [b, s, Hd + Hd + He]} holds side by side. */
  private List<Value> packed(Value product, int mask, int history, Value added) {
    if (c.flag("do_rotary", false)) {
      throw new IllegalArgumentException("do_rotary is not supported");
    }
    long[] sizes = c.integers("qkv_hidden_sizes");
    Dim third = product.type().dim(2).floorDiv(Dim.of(3));
    List<Value> qkv = new ArrayList<>();
    Dim start = Dim.ZERO;
    for (int i = 0; i < 3; i++) {
      Dim size = sizes == null ? third : Dim.of(sizes[i]);
      qkv.add(Heads.split(f, Layout.slice(f, product, 2, start, size), heads()));
      start = start.plus(size);
    }
    Dim past = Dim.ZERO;
    if (c.has(history)) {
      past = c.type(history).dim(3);
      qkv.set(1, Heads.append(f, Layout.pick(f, c.in(history), 0, 0), qkv.get(1)));
      qkv.set(2, Heads.append(f, Layout.pick(f, c.in(history), 0, 1), qkv.get(2)));
    }
    Value bias = c.has(mask) ? mask(c.in(mask), qkv) : null;
    Value y = attend(qkv, Heads.plus(f, bias, added), past);
    Value present = null;
    if (c.wants(1)) {
      present =
          ControlOps.stack(
              f, List.of(Heads.swap(f, qkv.get(1)), Heads.swap(f, qkv.get(2))), 0, false);
    }
    return Arrays.asList(y, present);
  }

  private long heads() {
    return c.integer("num_heads", 0);
  }

  private Value attend(List<Value> qkv, Value bias, Dim past) {
    DType type = qkv.get(0).type().dtype();
    double scale = c.real("scale", 0);
    scale = scale != 0 ? scale : 1 / Math.sqrt(qkv.get(0).type().dim(3).value());
    Value all = bias;
    if (c.flag("unidirectional", false)) {
      Value offset = past.is(0) ? null : f.size(past, DType.I64);
      Value i = Heads.queries(f, qkv.get(0).type().dim(1), offset);
      Value j = Heads.keys(f, qkv.get(1).type().dim(1));
      all = Heads.plus(f, all, Heads.forbid(f, f.lessOrEqual(j, i), type));
    }
    return Heads.join(f, Heads.attend(f, qkv, scale, 0, all, false));
  }

  /** A mask of 0 and 1 ({@code [b, t]}, {@code [b, s, t]}, {@code [b, 1, s, t]}) or of lengths. */
  private Value mask(Value mask, List<Value> qkv) {
    TensorType t = mask.type();
    Dim keys = qkv.get(1).type().dim(1);
    Value allowed;
    if (t.rank() == 1) {
      Dim batch = qkv.get(0).type().dim(0);
      if (!t.dim(0).equals(batch)) {
        throw new IllegalArgumentException("mask " + t + " is not supported");
      }
      Value j = f.convert(Heads.keys(f, keys), t.dtype());
      allowed = f.less(j, f.reshape(mask, List.of(batch, Dim.ONE, Dim.ONE, Dim.ONE)));
    } else {
      Value on = f.less(f.literal(mask, 0), mask);
      allowed =
          switch (t.rank()) {
            case 2 -> Layout.unsqueeze(f, on, List.of(1, 2));
            case 3 -> Layout.unsqueeze(f, on, 1);
            default -> on;
          };
    }
    double value = c.real("mask_filter_value", -10000);
    return Heads.bias(f, allowed, qkv.get(0).type().dtype(), value);
  }

  /** Inputs: q, k, v, bias, key mask, additive bias, past key, past value. */
  static List<Value> multiHead(Call c) {
    return new MicrosoftAttention(c).multiHead();
  }

  private List<Value> multiHead() {
    List<Value> qkv = c.rank(0) == 5 ? unpacked(c.in(0), 3) : separate();
    Dim past = Dim.ZERO;
    if (c.has(6)) {
      past = c.type(6).dim(2);
      qkv.set(1, Heads.append(f, c.in(6), qkv.get(1)));
      qkv.set(2, Heads.append(f, c.in(7), qkv.get(2)));
    }
    Value bias = c.has(4) ? mask(c.in(4), qkv) : null;
    bias = Heads.plus(f, bias, c.optional(5));
    Value y = attend(qkv, bias, past);
    return Arrays.asList(
        y,
        c.wants(1) ? Heads.swap(f, qkv.get(1)) : null,
        c.wants(2) ? Heads.swap(f, qkv.get(2)) : null);
  }

  private List<Value> separate() {
    List<Value> qkv = new ArrayList<>();
    if (c.has(1) && c.rank(1) == 5) {
      qkv.addAll(unpacked(c.in(1), 2));
      qkv.add(0, Heads.split(f, biased(c.in(0), 0), heads()));
      return qkv;
    }
    for (int i = 0; i < 3; i++) {
      Value x = c.in(i);
      boolean whole = x.type().rank() == 4;
      qkv.add(whole ? Heads.swap(f, x) : Heads.split(f, biased(x, i), heads()));
    }
    return qkv;
  }

  /** x plus its part of the packed bias {@code [Hd + Hd + He]}. */
  private Value biased(Value x, int part) {
    if (!c.has(3)) {
      return x;
    }
    Dim start = c.type(0).dim(2).times(part);
    return f.add(x, Layout.slice(f, c.in(3), 0, start, x.type().dim(2)));
  }

  /** {@code [b, s, H, n, d]} to n values {@code [b, s, H, d]}. */
  private List<Value> unpacked(Value x, int count) {
    List<Value> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(Layout.pick(f, x, 3, i));
    }
    return parts;
  }
}
