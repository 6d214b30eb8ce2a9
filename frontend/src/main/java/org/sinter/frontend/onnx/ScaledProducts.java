package org.sinter.frontend.onnx;

import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Formula;

/**
 * Products of 8-bit integers together with their scales, {@code f32((a - za)(b - zb)) * (sa * sb)}:
 * the sum is in integers and exact.
 */
final class ScaledProducts {
  private ScaledProducts() {}

  static void register(Registry r) {
    r.addMicrosoft("DynamicQuantizeMatMul", ScaledProducts::dynamic);
    r.addMicrosoft("MatMulIntegerToFloat", ScaledProducts::toFloat);
    r.addMicrosoft("QGemm", ScaledProducts::gemm);
  }

  /** One side: integers, their scale, and their zero point or null. */
  private record Side(Value q, Value scale, Value zero) {
    static Side of(Call c, int q, int scale, int zero) {
      return new Side(c.in(q), c.in(scale), c.optional(zero));
    }

    Side swapped(Formula f, boolean swap) {
      return swap ? new Side(ProductOps.swap(f, q), scale, zero) : this;
    }
  }

  private static Value sum(Formula f, Side a, Side b) {
    return QuantizeOps.integerProduct(f, a.q, b.q, a.zero, b.zero);
  }

  private static Value scale(Formula f, Side a, Side b) {
    Value rows = QuantizeOps.rows(f, a.q, QuantizeOps.flat(f, a.scale));
    Value columns = QuantizeOps.flat(f, b.scale);
    return f.mul(f.convert(rows, DType.F32), f.convert(columns, DType.F32));
  }

  private static Value product(Call c, Side a, Side b, int bias) {
    Formula f = c.f();
    Value y = f.mul(f.convert(sum(f, a, b), DType.F32), scale(f, a, b));
    y = c.has(bias) ? f.add(y, f.convert(c.in(bias), DType.F32)) : y;
    return f.convert(y, b.scale.type().dtype());
  }

  /** Inputs a in floats, b, its scale, its zero point, bias. */
  private static Value dynamic(Call c) {
    List<Value> a = QuantizeOps.dynamic(c.f(), c.in(0));
    Side left = new Side(a.get(0), a.get(1), a.get(2));
    return product(c, left, Side.of(c, 1, 2, 3), 4);
  }

  /** Inputs a, b, their scales, their zero points, bias. */
  private static Value toFloat(Call c) {
    return product(c, Side.of(c, 0, 2, 4), Side.of(c, 1, 3, 5), 6);
  }

  /** What {@code QAttention} projects: inputs x, weights, bias, scales, mask, zero points. */
  static Value projection(Call c) {
    return product(c, Side.of(c, 0, 3, 6), Side.of(c, 1, 4, 7), 2);
  }

  /**
   * Inputs a, its scale and zero, b, its scale and zero, c in i32, the result's scale and zero;
   * without those the result is in f32.
   */
  private static Value gemm(Call c) {
    Formula f = c.f();
    Side a = Side.of(c, 0, 1, 2).swapped(f, c.flag("transA", false));
    Side b = Side.of(c, 3, 4, 5).swapped(f, c.flag("transB", false));
    Value sum = sum(f, a, b);
    sum = c.has(6) ? f.add(sum, c.in(6)) : sum;
    Value scale = ProductOps.scale(f, scale(f, a, b), c.real("alpha", 1));
    Value y = f.convert(sum, DType.F32);
    if (!c.has(7)) {
      return f.mul(y, scale);
    }
    Value to = f.convert(QuantizeOps.flat(f, c.in(7)), DType.F32);
    Value zero = c.has(8) ? QuantizeOps.flat(f, c.in(8)) : f.literal(c.dtype(0), 0);
    return QuantizeOps.round(f, f.mul(y, f.div(scale, to)), zero);
  }
}
