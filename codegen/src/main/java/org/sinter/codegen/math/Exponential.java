package org.sinter.codegen.math;

/** {@code exp(x) = 2^n exp(r)} with {@code n} the integer next to {@code x / ln 2}, |r| ≤ 0.35. */
final class Exponential {
  private static final double LOG2_E = 0x1.71547652b82fep+0;
  private static final double LN_2 = 0x1.62e42fefa39efp-1;
  private static final double[] F32 = {
    0x1.fffffcp-2, 0x1.555482p-3, 0x1.555826p-5, 0x1.12448cp-7, 0x1.6afe02p-10
  };
  private static final double[] F64 = {
    0x1.0000000000000p-1, 0x1.555555555555ep-3, 0x1.5555555555570p-5, 0x1.111111110e071p-7,
    0x1.6c16c16c07ba5p-10, 0x1.a01a01b7e17e3p-13, 0x1.a01a01f9863d1p-16, 0x1.71dde5bdf87d9p-19,
    0x1.27e41fa7e6fc6p-22, 0x1.af7d0bfac0101p-26, 0x1.2099106475766p-29
  };

  /** {@code 2^r} in {@code r}. */
  private static final double[] POWER_F32 = {
    1, 0x1.62e42ap-1, 0x1.ebf9c2p-3, 0x1.c6b6dap-5, 0x1.3ce8b4p-7, 0x1.5bd990p-10
  };

  private Exponential() {}

  /** {@code expm1(r)}, {@code n}, and n in the low bits of {@code n + 1.5 · 2^23} (2^52). */
  private record Parts(Value expm1, Value n, Value shifted) {}

  static Value exp(Code c, Value x) {
    return exp(c, x, null);
  }

  /** {@code exp(x + tail)} for a tail far below {@code x}. */
  static Value exp(Code c, Value x, Value tail) {
    boolean isF32 = x.type() == Element.F32;
    Parts parts = parts(c, clamp(c, x, isF32 ? -105 : -750, isF32 ? 90 : 712), tail);
    Value significand = c.add(c.number(x, 1), parts.expm1);
    return Scale.hasInstruction(c, x)
        ? Scale.byInstruction(c, significand, parts.n)
        : scaled(c, significand, c.bits(parts.shifted));
  }

  /** {@code x 2^n} in two steps, so that only the last one can overflow or lose digits. */
  private static Value scaled(Code c, Value x, Value n) {
    Value half = c.binary("lshr", n, c.integer(n.type(), 1));
    return c.mul(c.mul(x, power(c, half)), power(c, c.sub(n, half)));
  }

  /** {@code exp(x) - 1} for {@code 0 <= x <= limit}, where no exponent overflows. */
  static Value expm1(Code c, Value x, double limit) {
    Parts parts = parts(c, clamp(c, x, -limit, limit), null);
    Value scale = power(c, c.bits(parts.shifted));
    return c.fma(scale, parts.expm1, c.sub(scale, c.number(x, 1)));
  }

  private static Parts parts(Code c, Value x, Value tail) {
    boolean isF32 = x.type() == Element.F32;
    Value magic = magic(c, x);
    Value shifted = c.fma(x, c.number(x, LOG2_E), magic);
    Value n = c.sub(shifted, magic);
    Value r = c.fnma(n, c.number(x, isF32 ? 0x1.62e4p-1 : 0x1.62e42fee00000p-1), x);
    r = c.fnma(n, c.number(x, isF32 ? 0x1.7f7d1cp-20 : 0x1.a39ef35793c76p-33), r);
    r = tail == null ? r : c.add(r, tail);
    Value expm1 = c.fma(c.mul(r, r), c.polynomial(r, isF32 ? F32 : F64), r);
    return new Parts(expm1, n, shifted);
  }

  /** {@code exp(x)} for -87 < x < 88, where {@code 2^n} is normal. */
  static Value expBounded(Code c, Value x) {
    Parts parts = parts(c, x, null);
    Value significand = c.add(c.number(x, 1), parts.expm1);
    return Scale.hasInstruction(c, x)
        ? Scale.byInstruction(c, significand, parts.n)
        : c.mul(significand, power(c, c.bits(parts.shifted)));
  }

  /** {@code 2^n} by writing the exponent; higher bits of {@code n} are shifted out. */
  private static Value power(Code c, Value n) {
    boolean isF32 = n.type() == Element.I32;
    Value raised = c.binary("shl", n, c.integer(n.type(), isF32 ? 23 : 52));
    long one = isF32 ? Float.floatToRawIntBits(1) : Double.doubleToRawLongBits(1);
    return c.fromBits(c.add(raised, c.integer(n.type(), one)));
  }

  /** {@code 2^x = 2^n 2^r} with {@code n} the nearest integer. */
  static Value exp2(Code c, Value x) {
    if (Scale.hasInstruction(c, x)) {
      Value r = Scale.remainder(c, x);
      return Scale.byInstruction(c, power2(c, r), c.sub(x, r));
    }
    boolean isF32 = x.type() == Element.F32;
    Value bounded = clamp(c, x, isF32 ? -152 : -1076, isF32 ? 129 : 1025);
    Value shifted = c.add(bounded, magic(c, x));
    Value r = c.sub(bounded, c.sub(shifted, magic(c, x)));
    return scaled(c, power2(c, r), c.bits(shifted));
  }

  /** The same for -126 <= x < 127, where {@code 2^n} is normal. */
  static Value exp2Bounded(Code c, Value x) {
    if (Scale.hasInstruction(c, x)) {
      return exp2(c, x);
    }
    Value shifted = c.add(x, magic(c, x));
    Value r = c.sub(x, c.sub(shifted, magic(c, x)));
    return c.mul(power2(c, r), power(c, c.bits(shifted)));
  }

  private static Value magic(Code c, Value x) {
    return c.number(x, x.type() == Element.F32 ? 0x1.8p23 : 0x1.8p52);
  }

  /** {@code 2^r} for |r| <= 0.5. */
  private static Value power2(Code c, Value r) {
    if (r.type() == Element.F32) {
      return c.polynomial(r, POWER_F32);
    }
    Value x = c.mul(r, c.f64(LN_2));
    return c.add(c.fma(c.mul(x, x), c.polynomial(x, F64), x), c.f64(1));
  }

  /** {@code x} within bounds; not-a-number stays itself. */
  static Value clamp(Code c, Value x, double low, double high) {
    Value above = c.select(c.compare("olt", x, c.number(x, low)), c.number(x, low), x);
    return c.select(c.compare("ogt", above, c.number(x, high)), c.number(x, high), above);
  }
}
