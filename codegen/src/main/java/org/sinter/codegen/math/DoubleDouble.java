package org.sinter.codegen.math;

/** A number as the unevaluated sum of two doubles, the second below half an ulp of the first. */
record DoubleDouble(Value high, Value low) {

  /** {@code a * b} exactly. */
  static DoubleDouble product(Code c, Value a, Value b) {
    Value high = c.mul(a, b);
    if (c.level().hasFma()) {
      return new DoubleDouble(high, c.intrinsic("fma", a, b, c.neg(high)));
    }
    Value aHigh = upperHalf(c, a);
    Value aLow = c.sub(a, aHigh);
    Value bHigh = upperHalf(c, b);
    Value bLow = c.sub(b, bHigh);
    Value low = c.sub(c.mul(aHigh, bHigh), high);
    low = c.add(low, c.mul(aHigh, bLow));
    low = c.add(low, c.mul(aLow, bHigh));
    return new DoubleDouble(high, c.add(low, c.mul(aLow, bLow)));
  }

  /** The upper 26 bits: products of halves are exact. */
  private static Value upperHalf(Code c, Value a) {
    return c.fromBits(c.and(c.bits(a), c.integer(Element.I64, -1L << 27)));
  }

  /** {@code a + b} exactly, for {@code |a| >= |b|} or {@code a = 0}. */
  static DoubleDouble sum(Code c, Value a, Value b) {
    Value high = c.add(a, b);
    return new DoubleDouble(high, c.sub(b, c.sub(high, a)));
  }

  /** {@code log(x)} of a positive {@code x}: {@code e ln 2 + 2 s + s³ R(s²)}, s in two parts. */
  static DoubleDouble log(Code c, Value x) {
    Logarithm.Parts parts = Logarithm.split(c, x);
    Value f = parts.f();
    DoubleDouble under = sum(c, c.f64(2), f);
    Value s = c.div(f, under.high);
    DoubleDouble back = product(c, s, under.high);
    Value rest = c.sub(c.sub(f, back.high), back.low);
    Value sLow = c.div(c.sub(rest, c.mul(s, under.low)), under.high);
    Value z = c.mul(s, s);
    Value tail = c.mul(c.mul(s, z), Logarithm.atanhTail(c, z));
    DoubleDouble whole = sum(c, c.mul(parts.e(), c.f64(Logarithm.LN2_HIGH)), c.add(s, s));
    Value low = c.fma(parts.e(), c.f64(Logarithm.LN2_LOW), c.add(sLow, sLow));
    return sum(c, whole.high, c.add(whole.low, c.add(low, tail)));
  }
}
