package org.sinter.codegen.math;

/** {@code log(x) = e ln 2 + log(1 + f)} with {@code 1 + f} between √½ and √2. */
final class Logarithm {
  private static final double[] F32 = {
    0x1.555554p-2, -0x1.000228p-2, 0x1.99a036p-3, -0x1.547226p-3,
    0x1.22d604p-3, -0x1.0d8012p-3, 0x1.0569fep-3, -0x1.38e56ep-4
  };
  private static final double[] F64 = {
    0x1.5555555555597p-1,
    0x1.999999997e2ebp-2,
    0x1.2492494387d90p-2,
    0x1.c71c50aa21587p-3,
    0x1.74668af63fb1ap-3,
    0x1.3999af06e1401p-3,
    0x1.2f5a16e7f9ae7p-3
  };
  private static final double LN2_HIGH_F32 = 0x1.62e4p-1;
  private static final double LN2_LOW_F32 = 0x1.7f7d1cp-20;
  static final double LN2_HIGH = 0x1.62e42fee00000p-1;
  static final double LN2_LOW = 0x1.a39ef35793c76p-33;

  private Logarithm() {}

  /** A positive number as {@code (1 + f) 2^e}. */
  record Parts(Value f, Value e) {}

  static Value log(Code c, Value x) {
    Parts parts = split(c, x);
    Value sum = x.type() == Element.F32 ? f32(c, parts) : f64(c, parts);
    return special(c, x, sum);
  }

  /** {@code log(1 + x)} for {@code x > -1/2}, exact also where {@code 1 + x} rounds. */
  static Value log1p(Code c, Value x) {
    Value one = c.number(x, 1);
    Value y = c.add(one, x);
    Value lost = c.sub(x, c.sub(y, one));
    Value corrected = c.add(log(c, y), c.div(lost, y));
    return c.select(c.compare("olt", y, c.number(x, Double.POSITIVE_INFINITY)), corrected, y);
  }

  static Parts split(Code c, Value x) {
    boolean isF32 = x.type() == Element.F32;
    Element type = x.type().integer();
    int mantissa = isF32 ? 23 : 52;
    Value isTiny = c.compare("olt", x, c.number(x, isF32 ? 0x1p-126 : 0x1p-1022));
    Value scaled = c.mul(x, c.number(x, isF32 ? 0x1p23 : 0x1p52));
    Value bits = c.bits(c.select(isTiny, scaled, x));
    long root = isF32 ? 0x3f3504f3L : 0x3fe6a09e667f3bcdL; // the bits of √½
    Value above = c.sub(bits, c.integer(type, root));
    Value e = c.binary("ashr", above, c.integer(type, mantissa));
    Value one = c.sub(bits, c.binary("shl", e, c.integer(type, mantissa)));
    Value f = c.sub(c.fromBits(one), c.number(x, 1));
    Value exponent = isF32 ? e : c.convert("trunc", e, Element.I32);
    Value shift = c.select(isTiny, c.integer(Element.I32, -mantissa), c.integer(Element.I32, 0));
    return new Parts(f, c.convert("sitofp", c.add(exponent, shift), x.type()));
  }

  /** {@code f - f²/2 + f³ P(f)}, the large terms added last. */
  private static Value f32(Code c, Parts parts) {
    Value f = parts.f;
    Value square = c.mul(f, f);
    Value low = c.mul(parts.e, c.f32(LN2_LOW_F32));
    Value tail = c.fma(c.mul(square, f), c.polynomial(f, F32), low);
    tail = c.fma(square, c.f32(-0.5), tail);
    return c.fma(parts.e, c.f32(LN2_HIGH_F32), c.add(f, tail));
  }

  /** {@code log(1 + f) = 2 s + s³ R(s²)}, {@code s = f / (2 + f)}, {@code 2 s = f - s f}. */
  private static Value f64(Code c, Parts parts) {
    Value f = parts.f;
    Value s = c.div(f, c.add(f, c.f64(2)));
    Value z = c.mul(s, s);
    Value half = c.mul(c.mul(f, f), c.f64(0.5));
    Value rest = c.fma(z, c.polynomial(z, F64), half);
    Value low = c.fma(s, rest, c.mul(parts.e, c.f64(LN2_LOW)));
    return c.fma(parts.e, c.f64(LN2_HIGH), c.sub(f, c.sub(half, low)));
  }

  /** {@code R(z)} of {@code log((1 + s) / (1 - s)) = 2 s + s z R(z)}, {@code z = s²}. */
  static Value atanhTail(Code c, Value z) {
    return c.polynomial(z, F64);
  }

  private static Value special(Code c, Value x, Value result) {
    Value zero = c.number(x, 0);
    Value isFinite = c.compare("olt", x, c.number(x, Double.POSITIVE_INFINITY));
    Value finite = c.select(isFinite, result, x);
    Value positive = c.select(c.compare("olt", x, zero), c.number(x, Double.NaN), finite);
    return c.select(c.compare("oeq", x, zero), c.number(x, Double.NEGATIVE_INFINITY), positive);
  }
}
