package org.sinter.passes.compress;

import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Tensor;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Formula;
import org.sinter.passes.Statistics;

/**
 * One range of a whole tensor in 8 bits: {@code x = (q - zero) * scale} with {@code q = round(x *
 * factor + zero)} from 0 to 255; what lies outside takes the nearest end, a NaN the lower one.
 *
 * @param factor {@code 1 / scale}
 * @param shift {@code zero}; constants, not literals, so that layers share kernels
 */
record StaticRange(float scale, int zero, Constant factor, Constant shift) {
  private static final int MOST = 255;

  /** The least range that holds zero and all that the data has shown. */
  static StaticRange of(String name, Statistics seen) {
    double low = 0;
    double high = 0;
    for (int j = 0; j < seen.channels(); j++) {
      low = Math.min(low, seen.min()[j]);
      high = Math.max(high, seen.max()[j]);
    }
    float scale = (float) ((high - low) / MOST);
    boolean zeros = scale < Float.MIN_NORMAL;
    return zeros ? of(name, 1, 0) : of(name, scale, (int) Math.rint(-low / scale));
  }

  private static StaticRange of(String name, float scale, int zero) {
    return new StaticRange(
        scale,
        zero,
        Constant.of(name + ".factor", Tensor.of(new float[] {1 / scale})),
        Constant.of(name + ".zero", Tensor.of(new float[] {zero})));
  }

  /** {@code q : u8}. */
  Value codes(Formula f, Value x) {
    Value steps = f.add(f.mul(x, factor), shift);
    return f.convert(f.apply(Unary.Function.ROUND, steps), DType.U8);
  }

  @Override
  public String toString() {
    return -zero * scale + " to " + (MOST - zero) * scale;
  }
}
