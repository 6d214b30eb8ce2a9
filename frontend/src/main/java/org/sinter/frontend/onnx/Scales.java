package org.sinter.frontend.onnx;

import org.sinter.ir.DType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Formula;

/** Powers of two of 8 bits ({@code f8e8m0}), rounded down or to nearest instead of up. */
final class Scales {
  private Scales() {}

  /** The power of two at or below x, or the next one when x is nearer to it. */
  static Value convert(Formula f, Value x, String mode) {
    Value wide = f.convert(x, DType.F64);
    Value log = f.mul(f.apply(Unary.Function.LOG, wide), 1 / Math.log(2));
    Value floor = f.apply(Unary.Function.FLOOR, log);
    Value power = f.combine(Binary.Function.POW, f.literal(wide, 2), floor);
    power = f.where(f.less(wide, power), f.mul(power, 0.5), power);
    power = f.where(f.lessOrEqual(f.mul(power, 2), wide), f.mul(power, 2), power);
    if (mode.equals("nearest")) {
      power = f.where(f.less(wide, f.mul(power, 1.5)), power, f.mul(power, 2));
    }
    return f.convert(power, DType.F8E8M0);
  }
}
