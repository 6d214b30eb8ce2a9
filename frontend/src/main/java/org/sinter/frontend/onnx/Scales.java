package org.sinter.frontend.onnx;

import org.sinter.ir.DType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Formula;

/** Powers of two of 8 bits ({@code f8e8m0}), rounded up or down instead of to nearest. */
final class Scales {
  private Scales() {}

  /** {@code 2^ceil(log2(x))} or {@code 2^floor(log2(x))}, made exact by comparing with x. */
  static Value convert(Formula f, Value x, String mode) {
    Value wide = f.convert(x, DType.F64);
    Value log = f.mul(f.apply(Unary.Function.LOG, wide), 1 / Math.log(2));
    Value power = f.combine(
        Binary.Function.POW, f.literal(wide, 2), f.apply(Unary.Function.FLOOR, log));
    Value tooLarge = f.less(wide, power);
    power = f.where(tooLarge, f.mul(power, 0.5), power);
    Value tooSmall = f.lessOrEqual(f.mul(power, 2), wide);
    power = f.where(tooSmall, f.mul(power, 2), power);
    if (mode.equals("up")) {
      power = f.where(f.less(power, wide), f.mul(power, 2), power);
    }
    return f.convert(power, DType.F8E8M0);
  }
}
