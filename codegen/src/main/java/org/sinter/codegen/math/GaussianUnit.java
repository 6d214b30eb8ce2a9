package org.sinter.codegen.math;

/** {@code gelu(x) = max(x, 0) - g(|x|)}, {@code g(a) = a / 2 erfc(a / sqrt 2) = a 2^q(a)}. */
final class GaussianUnit {
  /** {@code log2(erfc(a / sqrt 2) / 2)} in {@code a}. */
  private static final double[] F32 = {
    -0x1.fffffcp-1,
    -0x1.26af34p+0,
    -0x1.d62ee6p-2,
    -0x1.af235ap-5,
    0x1.db5136p-8,
    -0x1.25b27cp-12,
    -0x1.0b9344p-13,
    0x1.c7fae0p-16,
    -0x1.ea5970p-20
  };

  /** There {@code 2^q} is next to the smallest normal number. */
  private static final double LIMIT = 10.375;

  private GaussianUnit() {}

  static Value gelu(Code c, Value x) {
    boolean isF32 = x.type() == Element.F32;
    Value zero = c.number(x, 0);
    Value limit = c.number(x, isF32 ? LIMIT : 40);
    Value above = c.select(c.compare("olt", x, zero), zero, x);
    Value size = c.abs(x);
    Value a = c.select(c.compare("olt", size, limit), size, limit);
    return isF32
        ? c.fnma(a, Exponential.exp2Bounded(c, c.polynomial(a, F32)), above)
        : c.sub(above, c.mul(c.mul(a, c.f64(0.5)), complement(c, a)));
  }

  /** {@code 1 - erf(a / sqrt 2)}. */
  private static Value complement(Code c, Value a) {
    return c.sub(c.f64(1), ErrorFunction.erf(c, c.mul(a, c.f64(Math.sqrt(0.5)))));
  }
}
