package org.sinter.codegen.math;

/** sin, cos and tan over the reduced angle; single precision reduces in double, too. */
final class Sine {
  private static final double[] SIN_F32 = {-0x1.555546p-3, 0x1.11077ap-7, -0x1.9954a4p-13};
  private static final double[] COS_F32 = {0x1.55554ap-5, -0x1.6c0c1ap-10, 0x1.99e0e4p-16};
  private static final double[] SIN_F64 = {
    -0x1.5555555555549p-3,
    0x1.111111110f893p-7,
    -0x1.a01a019c124fcp-13,
    0x1.71de3576f7616p-19,
    -0x1.ae5e64dc378e2p-26,
    0x1.5d926dcf334d3p-33
  };
  private static final double[] COS_F64 = {
    0x1.555555555554cp-5,
    -0x1.6c16c16c15210p-10,
    0x1.a01a019cbcda9p-16,
    -0x1.27e4f81047d15p-22,
    0x1.1ee9ef55026cbp-29,
    -0x1.8fb00310754b7p-37
  };

  private Sine() {}

  static Value sin(Code c, Value x) {
    return signedZero(c, x, x.type() == Element.F32 ? f32(c, x, 0) : f64(c, x, 0));
  }

  static Value cos(Code c, Value x) {
    return x.type() == Element.F32 ? f32(c, x, 1) : f64(c, x, 1);
  }

  /** {@code sin / cos}, and their negative reciprocal in every other quadrant. */
  static Value tan(Code c, Value x) {
    Reduction reduced = Reduction.of(c, x);
    Value sin = sinF64(c, reduced);
    Value cos = cosF64(c, reduced);
    Value isOdd = odd(c, reduced.n());
    Value over = c.select(isOdd, c.neg(cos), sin);
    Value under = c.select(isOdd, sin, cos);
    return signedZero(c, x, finite(c, x, c.div(over, under)));
  }

  private static Value f32(Code c, Value x, int quarter) {
    Reduction reduced = Reduction.of(c, c.convert("fpext", x, Element.F64));
    Value r = c.convert("fptrunc", reduced.r(), Element.F32);
    Value z = c.mul(r, r);
    Value sin = c.fma(c.mul(z, r), c.polynomial(z, SIN_F32), r);
    Value cos = c.fma(c.mul(z, z), c.polynomial(z, COS_F32), c.fma(z, c.f32(-0.5), c.f32(1)));
    Value n = c.convert("trunc", reduced.n(), Element.I32);
    return finite(c, x, quadrant(c, n, quarter, sin, cos));
  }

  private static Value f64(Code c, Value x, int quarter) {
    Reduction reduced = Reduction.of(c, x);
    Value sin = sinF64(c, reduced);
    Value cos = cosF64(c, reduced);
    return finite(c, x, quadrant(c, reduced.n(), quarter, sin, cos));
  }

  /** {@code sin(r + c) = r + (r³ P(r²) + c (1 - r²/2))}. */
  private static Value sinF64(Code c, Reduction reduced) {
    Value r = reduced.r();
    Value z = c.mul(r, r);
    Value slope = c.fma(z, c.f64(-0.5), c.f64(1));
    Value rest = c.fma(c.mul(z, r), c.polynomial(z, SIN_F64), c.mul(reduced.c(), slope));
    return c.add(r, rest);
  }

  /** {@code cos(r + c) = 1 - r²/2 + (r⁴ Q(r²) - r c)} with what {@code 1 - r²/2} loses. */
  private static Value cosF64(Code c, Reduction reduced) {
    Value r = reduced.r();
    Value z = c.mul(r, r);
    Value half = c.mul(z, c.f64(0.5));
    Value w = c.sub(c.f64(1), half);
    Value lost = c.sub(c.sub(c.f64(1), w), half);
    Value rest = c.fma(c.mul(z, z), c.polynomial(z, COS_F64), c.mul(c.neg(r), reduced.c()));
    return c.add(w, c.add(lost, rest));
  }

  /** The sine of the angle {@code quarter} quadrants further: ±sin or ±cos of the rest. */
  private static Value quadrant(Code c, Value n, int quarter, Value sin, Value cos) {
    Value turned = c.add(n, c.integer(n.type(), quarter));
    Value chosen = c.select(odd(c, turned), cos, sin);
    Value two = c.and(turned, c.integer(n.type(), 2));
    Value sign = c.binary("shl", two, c.integer(n.type(), n.type().bits() - 2));
    return c.fromBits(c.binary("xor", c.bits(chosen), sign));
  }

  private static Value odd(Code c, Value n) {
    Value low = c.and(n, c.integer(n.type(), 1));
    return c.compare("ne", low, c.integer(n.type(), 0));
  }

  /** The reduction loses the sign of zero. */
  private static Value signedZero(Code c, Value x, Value result) {
    return c.select(c.compare("oeq", x, c.number(x, 0)), x, result);
  }

  /** Infinities and not-a-number give not-a-number. */
  private static Value finite(Code c, Value x, Value result) {
    Value isFinite = c.compare("olt", c.abs(x), c.number(x, Double.POSITIVE_INFINITY));
    return c.select(isFinite, result, c.sub(x, x));
  }
}
