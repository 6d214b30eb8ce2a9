package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Const;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Reducer;

/** Quantized numbers {@code x = (q - zero) * scale}, and products of them. */
final class QuantizeOps {
  private QuantizeOps() {}

  static void register(Registry r) {
    r.add("QuantizeLinear", QuantizeOps::quantize);
    r.add("DequantizeLinear", QuantizeOps::dequantize);
    r.addAll("DynamicQuantizeLinear", c -> dynamic(c.f(), c.in(0)));
    r.add("MatMulInteger", QuantizeOps::integerProduct);
    r.add("QLinearMatMul", QuantizeOps::quantizedProduct);
    r.addMicrosoft("QuantizeLinear", QuantizeOps::quantize);
    r.addMicrosoft("DequantizeLinear", QuantizeOps::dequantize);
    r.addMicrosoft("MatMulNBits", BlockProduct::write);
    r.addMicrosoft("GatherBlockQuantized", BlockGather::write);
  }

  /** {@code x - zero} in i32. */
  static Value shifted(Formula f, Value x, Value zero) {
    Value wide = f.convert(x, DType.I32);
    if (zero == null) {
      return wide;
    }
    Value z = f.convert(zero, DType.I32);
    return f.sub(wide, z.type().size().is(1) ? f.reshape(z, List.of()) : z);
  }

  /** {@code saturate(round(x) + zero)} in the zero point's type. */
  static Value round(Formula f, Value x, Value zero) {
    DType to = zero.type().dtype();
    Value y = f.add(f.apply(Unary.Function.ROUND, x), f.convert(zero, x.type().dtype()));
    return saturate(f, y, to);
  }

  static Value saturate(Formula f, Value x, DType to) {
    double low = ((Const) Reducer.MAX.identity(to)).value().doubleValue();
    double high = ((Const) Reducer.MIN.identity(to)).value().doubleValue();
    Value y = f.combine(Binary.Function.MAX, x, f.literal(x, low));
    return f.convert(f.combine(Binary.Function.MIN, y, f.literal(x, high)), to);
  }

  private static Value quantize(Call c) {
    Formula f = c.f();
    DType to = c.has(2) ? c.dtype(2) : c.dtype("output_dtype", DType.U8);
    Value scale = f.convert(spread(c, c.in(1)), DType.F32);
    Value x = f.div(f.convert(c.in(0), DType.F32), scale);
    if (to.isFloat()) {
      return f.b().add(new Convert(to, c.flag("saturate", true)), x);
    }
    Value zero = c.has(2) ? spread(c, c.in(2)) : f.literal(to, 0);
    return round(f, x, zero);
  }

  private static Value dequantize(Call c) {
    Formula f = c.f();
    DType type = c.dtype("output_dtype", c.dtype(1));
    Value scale = f.convert(spread(c, c.in(1)), DType.F32);
    boolean isFloat = c.dtype(0).isFloat();
    Value zero = c.has(2) && !isFloat ? spread(c, c.in(2)) : null;
    Value x = isFloat ? c.in(0) : shifted(f, c.in(0), zero);
    return f.convert(f.mul(f.convert(x, DType.F32), scale), type);
  }

  /** A scale or zero point brought to the shape of the tensor: scalar, per axis, or blocked. */
  private static Value spread(Call c, Value x) {
    Formula f = c.f();
    TensorType t = c.type(0);
    if (x.type().rank() <= 1 && x.type().size().is(1)) {
      return f.reshape(x, List.of());
    }
    int axis = c.axis("axis", 1, t.rank());
    long block = c.integer("block_size", 0);
    if (x.type().rank() == 1 && (block == 0 || t.rank() > 1)) {
      List<Dim> column = Layout.column(x.type().dim(0), t.rank() - axis);
      return f.reshape(x, column);
    }
    if (block < 1 || x.type().rank() != t.rank()) {
      throw new IllegalArgumentException("scale or zero point " + x.type() + " for " + t);
    }
    return blocked(f, x, axis, block, t.dim(axis));
  }

  /** Every element of {@code axis} repeated {@code block} times, cut to {@code size}. */
  static Value blocked(Formula f, Value x, int axis, long block, Dim size) {
    List<Dim> wide = new ArrayList<>(x.type().dims());
    wide.add(axis + 1, Dim.of(block));
    List<Dim> flat = new ArrayList<>(x.type().dims());
    flat.set(axis, flat.get(axis).times(block));
    Value repeated = f.expand(Layout.unsqueeze(f, x, axis + 1), wide);
    return Layout.slice(f, f.reshape(repeated, flat), axis, Dim.ZERO, size);
  }

  /** To u8 over the range of x, which includes 0. */
  static List<Value> dynamic(Formula f, Value x) {
    List<Integer> all = Layout.range(0, x.type().rank());
    Value zero = f.literal(x, 0);
    Value low = f.reshape(ReductionOps.keep(f, Reducer.MIN, x, all), List.of());
    Value high = f.reshape(ReductionOps.keep(f, Reducer.MAX, x, all), List.of());
    low = ElementwiseOps.min(f, low, zero);
    high = ElementwiseOps.max(f, high, zero);
    Value scale = f.div(f.sub(high, low), f.literal(x, 255));
    Value point = saturate(f, f.apply(Unary.Function.ROUND, f.div(f.neg(low), scale)), DType.U8);
    return List.of(round(f, f.div(x, scale), point), scale, point);
  }

  private static Value integerProduct(Call c) {
    return integerProduct(c.f(), c.in(0), c.in(1), c.optional(2), c.optional(3));
  }

  /** {@code (a - zeroA)(b - zeroB)} in i32. */
  static Value integerProduct(Formula f, Value a, Value b, Value zeroA, Value zeroB) {
    return ProductOps.matMul(f, shifted(f, a, rows(f, a, zeroA)), shifted(f, b, zeroB));
  }

  /** A zero point for each row stands as a column. */
  static Value rows(Formula f, Value a, Value zero) {
    boolean column = zero != null && zero.type().rank() == 1 && a.type().rank() > 1;
    return column && !zero.type().size().is(1) ? Layout.unsqueeze(f, zero, 1) : zero;
  }

  /** Inputs a, its scale and zero, b, its scale and zero, the result's scale and zero. */
  private static Value quantizedProduct(Call c) {
    Formula f = c.f();
    Value product = integerProduct(f, c.in(0), c.in(3), c.in(2), c.in(5));
    Value left = f.convert(rows(f, c.in(0), flat(f, c.in(1))), DType.F32);
    Value right = f.convert(flat(f, c.in(4)), DType.F32);
    Value scale = f.div(f.mul(left, right), f.convert(flat(f, c.in(6)), DType.F32));
    return round(f, f.mul(f.convert(product, DType.F32), scale), flat(f, c.in(7)));
  }

  /** What one element is for all as a scalar. */
  static Value flat(Formula f, Value x) {
    return x.type().size().is(1) ? f.reshape(x, List.of()) : x;
  }
}
