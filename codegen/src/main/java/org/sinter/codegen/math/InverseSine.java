package org.sinter.codegen.math;

/** asin, acos and atan in double. */
final class InverseSine {
  private static final double HALF_PI = 0x1.921fb54442d18p+0;
  private static final double HALF_PI_LOW = 0x1.1a62633145c07p-54;

  /** {@code (asin(x) - x) / x³} in {@code x²}, up to x = 1/2. */
  private static final double[] ASIN = {
    0x1.5555555555578p-3, 0x1.333333332df20p-4, 0x1.6db6db722aac4p-5, 0x1.f1c71a8bf303fp-6,
    0x1.6e8bdfdb8b500p-6, 0x1.1c49dee016a21p-6, 0x1.ca212d70aa2a4p-7, 0x1.75785711db51fp-7,
    0x1.618601e575ecbp-7, 0x1.e1a6c9cd9d69ep-9, 0x1.64e9d9421be21p-6, -0x1.59d2c35b0c40cp-6,
    0x1.0bd8c3609ef79p-5
  };

  /** {@code (atan(x) - x) / x³} in {@code x²}, up to tan(π/8). */
  private static final double[] ATAN = {
    -0x1.5555555555554p-2, 0x1.9999999999584p-3, -0x1.249249246f555p-3, 0x1.c71c71b454fcdp-4,
    -0x1.745d144f71dd3p-4, 0x1.3b1364d72289fp-4, -0x1.110be9b644e74p-4, 0x1.e16793ef9a42bp-5,
    -0x1.ab3ada1f3f4cdp-5, 0x1.6fe01b1560120p-5, -0x1.0fc969c77d607p-5, 0x1.e81a404c676edp-7
  };

  private InverseSine() {}

  /** Up to 1/2 a polynomial, above {@code π/2 - 2 asin(sqrt((1 - |x|) / 2))}. */
  static Value asin(Code c, Value x) {
    Value a = c.abs(x);
    Value isLarge = c.compare("ogt", a, c.f64(0.5));
    Value y = c.select(isLarge, root(c, a), a);
    Value inner = odd(c, y, ASIN);
    Value low = c.fma(c.f64(-2), inner, c.f64(HALF_PI_LOW));
    Value outer = c.add(c.f64(HALF_PI), low);
    return c.intrinsic("copysign", c.select(isLarge, outer, inner), x);
  }

  /** {@code π/2 - asin(x)} up to 1/2, {@code 2 asin(sqrt((1 - |x|) / 2))} above. */
  static Value acos(Code c, Value x) {
    Value a = c.abs(x);
    Value isLarge = c.compare("ogt", a, c.f64(0.5));
    Value inner = odd(c, c.select(isLarge, root(c, a), x), ASIN);
    Value small = c.sub(c.f64(HALF_PI), c.sub(inner, c.f64(HALF_PI_LOW)));
    Value twice = c.add(inner, inner);
    Value away = c.sub(c.f64(2 * HALF_PI), c.sub(twice, c.f64(2 * HALF_PI_LOW)));
    Value large = c.select(c.compare("olt", x, c.f64(0)), away, twice);
    return c.select(isLarge, large, small);
  }

  private static Value root(Code c, Value a) {
    return c.intrinsic("sqrt", c.mul(c.sub(c.f64(1), a), c.f64(0.5)));
  }

  /** {@code atan(1/x) = π/2 - atan(x)}, {@code atan(x) = π/4 + atan((x - 1) / (x + 1))}. */
  static Value atan(Code c, Value x) {
    Value a = c.abs(x);
    Value one = c.f64(1);
    Value isSteep = c.compare("ogt", a, c.f64(2.414213562373095));
    Value isMiddle = c.compare("ogt", a, c.f64(0.4142135623730951));
    Value over = c.select(isSteep, c.f64(-1), c.select(isMiddle, c.sub(a, one), a));
    Value under = c.select(isSteep, a, c.select(isMiddle, c.add(a, one), one));
    Value inner = odd(c, c.div(over, under), ATAN);
    Value zero = c.f64(0);
    Value base = c.select(isSteep, c.f64(HALF_PI), c.select(isMiddle, c.f64(HALF_PI / 2), zero));
    Value low =
        c.select(isSteep, c.f64(HALF_PI_LOW), c.select(isMiddle, c.f64(HALF_PI_LOW / 2), zero));
    return c.intrinsic("copysign", c.add(base, c.add(inner, low)), x);
  }

  /** {@code x + x³ P(x²)}. */
  private static Value odd(Code c, Value x, double[] coefficients) {
    Value z = c.mul(x, x);
    return c.fma(c.mul(z, x), c.polynomial(z, coefficients), x);
  }
}
