package org.sinter.frontend.onnx;

import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Formula;

/** Inputs that are {@code q, scale, zero} in a row: one scale, and maybe one zero point, of all. */
final class Quantities {
  private final Call c;
  private final Formula f;

  Quantities(Call c) {
    this.c = c;
    this.f = c.f();
  }

  /** The number of input {@code first}, its scale and zero point after it: {@code (q - z) * s}. */
  Value real(int first) {
    return real(c.in(first), first + 1, first + 2);
  }

  /** {@code (q - z) * s} with scale and zero point of these inputs. */
  Value real(Value q, int scale, int zero) {
    Value shifted = QuantizeOps.shifted(f, q, c.has(zero) ? scalar(zero) : null);
    return f.mul(f.convert(shifted, DType.F32), scalar(scale));
  }

  /** {@code saturate(round(x / s) + z)} of the scale at {@code first}, the zero point after it. */
  Value narrow(Value x, int first, DType absent) {
    return QuantizeOps.round(f, f.div(x, scalar(first)), zero(first + 1, absent));
  }

  /**
   * {@code saturate(round(x * floor(1 / s)) + z)}: ONNX Runtime's softmax takes a whole number of
   * steps for 1, so that of the scale 1 / 255, which its quantizer writes, 254 are left.
   */
  Value narrowByWholeSteps(Value x, int first, DType absent) {
    Value scale = scalar(first);
    Value steps = f.apply(Unary.Function.FLOOR, f.div(f.literal(scale, 1), scale));
    return QuantizeOps.round(f, f.mul(x, steps), zero(first + 1, absent));
  }

  /** {@code q - z} in i32. */
  Value shifted(int first) {
    return QuantizeOps.shifted(f, c.in(first), c.has(first + 2) ? scalar(first + 2) : null);
  }

  /** A zero point in f32, 0 where there is none. */
  Value zeroPoint(int input) {
    return f.convert(zero(input, DType.F32), DType.F32);
  }

  private Value zero(int input, DType absent) {
    return c.has(input) ? scalar(input) : f.literal(absent, 0);
  }

  /** An input of one element as a scalar; a scale in f32. */
  Value scalar(int input) {
    Value x = c.in(input);
    if (!x.type().size().is(1)) {
      throw new IllegalArgumentException(
          c.inputName(input) + " is " + x.type() + ", not one for the whole tensor");
    }
    Value flat = f.reshape(x, List.of());
    return x.type().dtype().isFloat() ? f.convert(flat, DType.F32) : flat;
  }
}
