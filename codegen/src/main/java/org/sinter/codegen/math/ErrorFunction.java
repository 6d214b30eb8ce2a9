package org.sinter.codegen.math;

/** {@code erf(x) = x P(x²)} up to 1, {@code 1 - exp(q(x))} above. */
final class ErrorFunction {
  /** {@code erf(x) / x - 1} in {@code x²}. */
  private static final double[] SMALL_F32 = {
    0x1.06eba8p-3,
    -0x1.81273ep-2,
    0x1.ce2ce6p-4,
    -0x1.b7f71ap-6,
    0x1.53f224p-8,
    -0x1.a3515ep-11,
    0x1.4771fep-14
  };

  /** {@code log(erfc(x))} in {@code x}. */
  private static final double[] LARGE_F32 = {
    -0x1.66311ap-12,
    -0x1.2088e6p+0,
    -0x1.46bafap-1,
    -0x1.a652eap-4,
    0x1.65cae4p-6,
    -0x1.825a02p-9,
    0x1.86dc3ep-13
  };

  private static final double[] SMALL_F64 = {
    0x1.06eba8214db68p-3, -0x1.812746b0379bcp-2, 0x1.ce2f21a04179ep-4, -0x1.b82ce312381dap-6,
    0x1.565bcd0220a8cp-8, -0x1.c02db1a430ea3p-11, 0x1.f9a2dc4f4d96cp-14, -0x1.f4cc4b74114e3p-17,
    0x1.b9930891b923ap-20, -0x1.5c797a62889e4p-23, 0x1.da19c316301b0p-27, -0x1.b4569248dec26p-31
  };

  /** {@code log(erfc(x + 3))} in {@code x}. */
  private static final double[] LARGE_F64 = {
    -0x1.570d36cb51cb1p+3,
    -0x1.9370b35013ed6p+2,
    -0x1.ea2f9336491d2p-1,
    -0x1.e5bee8d44cc41p-8,
    0x1.62c3214b4887fp-10,
    -0x1.01a0759c07517p-12,
    0x1.69652ec0eb5e6p-15,
    -0x1.dd89eeb1a2d7cp-18,
    0x1.1efbdda4dc00ap-20,
    -0x1.23c5f68a75688p-23,
    0x1.9f6ce66d51a37p-27,
    0x1.f7bae1d79910cp-31,
    -0x1.b461145bedab5p-31,
    -0x1.2e26eedd08e74p-34,
    -0x1.24e1090c718c6p-33,
    0x1.f7dc6d43fb3fdp-36,
    0x1.b847c83185bbep-36,
    0x1.329bfd5627518p-37,
    0x1.275487a10403bp-40
  };

  private ErrorFunction() {}

  static Value erf(Code c, Value x) {
    boolean isF32 = x.type() == Element.F32;
    Value a = c.abs(x);
    Value z = c.mul(x, x);
    Value small = c.fma(x, c.polynomial(z, isF32 ? SMALL_F32 : SMALL_F64), x);
    double limit = isF32 ? 4 : 6;
    Value bounded = c.select(c.compare("ogt", a, c.number(x, limit)), c.number(x, limit), a);
    Value exponent =
        isF32
            ? c.polynomial(bounded, LARGE_F32)
            : c.polynomial(c.sub(bounded, c.f64(3)), LARGE_F64);
    Value large = c.sub(c.number(x, 1), Exponential.expBounded(c, exponent));
    Value signed = c.intrinsic("copysign", large, x);
    return c.select(c.compare("olt", a, c.number(x, 1)), small, signed);
  }
}
