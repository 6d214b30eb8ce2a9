package org.sinter.codegen.math;

/** {@code x^y = exp(y log |x|)} in double, with IEEE's special cases. */
final class Power {
  private Power() {}

  /** Of single precision arguments: a double logarithm is exact enough. */
  static Value powF32(Code c, Value x, Value y) {
    Value a = c.convert("fpext", x, Element.F64);
    Value b = c.convert("fpext", y, Element.F64);
    Value product = c.mul(b, Logarithm.log(c, c.abs(a)));
    Value result = special(c, a, b, Exponential.exp(c, product));
    return c.convert("fptrunc", result, Element.F32);
  }

  /** Of double arguments: the logarithm and its product carry about 118 bits. */
  static Value powF64(Code c, Value x, Value y) {
    Value a = c.abs(x);
    Value plain = c.mul(y, Logarithm.log(c, a));
    DoubleDouble log = DoubleDouble.log(c, a);
    DoubleDouble product = DoubleDouble.product(c, y, log.high());
    Value low = c.fma(y, log.low(), product.low());
    Value isExact = c.compare("olt", c.abs(plain), c.f64(800));
    Value high = c.select(isExact, product.high(), plain);
    Value tail = c.select(isExact, low, c.f64(0));
    return special(c, x, y, Exponential.exp(c, high, tail));
  }

  private static Value special(Code c, Value x, Value y, Value power) {
    Value infinity = c.f64(Double.POSITIVE_INFINITY);
    Value isWhole = c.compare("oeq", c.intrinsic("floor", y), y);
    Value half = c.mul(y, c.f64(0.5));
    Value isHalfBroken = c.compare("one", c.intrinsic("floor", half), half);
    Value isOdd = c.and(isWhole, isHalfBroken);
    Value isBelow = c.compare("slt", c.bits(x), c.integer(Element.I64, 0));
    Value signed = c.select(c.and(isOdd, isBelow), c.neg(power), power);

    Value isNegative = c.compare("olt", x, c.f64(0));
    Value isFinite = c.compare("olt", c.abs(x), infinity);
    Value isBroken = c.compare("one", c.intrinsic("floor", y), y);
    Value isNowhere = c.and(c.and(isNegative, isFinite), isBroken);
    Value defined = c.select(isNowhere, c.f64(Double.NaN), signed);

    Value one = c.f64(1);
    Value isUnit = c.compare("oeq", c.abs(x), one);
    Value isEndless = c.compare("oeq", c.abs(y), infinity);
    Value isOne = c.or(c.compare("oeq", x, one), c.compare("oeq", y, c.f64(0)));
    return c.select(c.or(isOne, c.and(isUnit, isEndless)), one, defined);
  }
}
