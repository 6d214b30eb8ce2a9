package org.sinter.codegen.math;

/** tanh, sinh, cosh and their inverses. */
final class Hyperbolic {
  private static final double LN2 = 0x1.62e42fefa39efp-1;

  private Hyperbolic() {}

  /** {@code e / (e + 2)} with {@code e = exp(2|x|) - 1}. */
  static Value tanh(Code c, Value x) {
    double limit = x.type() == Element.F32 ? 20 : 45;
    Value a = c.abs(x);
    Value e = Exponential.expm1(c, c.add(a, a), limit);
    Value ratio = c.div(e, c.add(e, c.number(x, 2)));
    return c.intrinsic("copysign", ratio, x);
  }

  /** {@code (e + e / (e + 1)) / 2} with {@code e = exp(|x|) - 1}; a large one as {@link #cosh}. */
  static Value sinh(Code c, Value x) {
    Value a = c.abs(x);
    Value one = c.f64(1);
    Value e = Exponential.expm1(c, a, 30);
    Value small = c.mul(c.add(e, c.div(e, c.add(e, one))), c.f64(0.5));
    Value isLarge = c.compare("ogt", a, c.f64(22));
    return c.intrinsic("copysign", c.select(isLarge, halfExp(c, a), small), x);
  }

  /** {@code (e + 1 / e) / 2} with {@code e = exp(|x|)}. */
  static Value cosh(Code c, Value x) {
    Value a = c.abs(x);
    Value half = halfExp(c, a);
    Value small = c.add(half, c.div(c.f64(0.25), half));
    return c.select(c.compare("ogt", a, c.f64(22)), half, small);
  }

  /** {@code exp(a) / 2} that overflows no earlier than it must. */
  private static Value halfExp(Code c, Value a) {
    Value root = Exponential.exp(c, c.mul(a, c.f64(0.5)));
    Value late = c.mul(c.mul(root, c.f64(0.5)), root);
    Value early = c.mul(Exponential.exp(c, a), c.f64(0.5));
    return c.select(c.compare("ogt", a, c.f64(700)), late, early);
  }

  /** {@code log1p(a + a² / (1 + sqrt(a² + 1)))}. */
  static Value asinh(Code c, Value x) {
    Value a = c.abs(x);
    Value square = c.mul(a, a);
    Value root = c.intrinsic("sqrt", c.add(square, c.f64(1)));
    Value more = c.div(square, c.add(root, c.f64(1)));
    Value small = Logarithm.log1p(c, c.add(a, more));
    Value large = c.add(Logarithm.log(c, a), c.f64(LN2));
    Value isLarge = c.compare("ogt", a, c.f64(0x1p28));
    return c.intrinsic("copysign", c.select(isLarge, large, small), x);
  }

  /** {@code log1p(t + sqrt(2 t + t²))} with {@code t = x - 1}; not a number below 1. */
  static Value acosh(Code c, Value x) {
    Value t = c.sub(x, c.f64(1));
    Value root = c.intrinsic("sqrt", c.fma(t, t, c.add(t, t)));
    Value small = Logarithm.log1p(c, c.add(t, root));
    Value large = c.add(Logarithm.log(c, x), c.f64(LN2));
    Value inside = c.select(c.compare("ogt", x, c.f64(0x1p28)), large, small);
    return c.select(c.compare("olt", x, c.f64(1)), c.f64(Double.NaN), inside);
  }

  /** {@code log1p(2 a / (1 - a)) / 2}; not a number above 1. */
  static Value atanh(Code c, Value x) {
    Value a = c.abs(x);
    Value ratio = c.div(c.add(a, a), c.sub(c.f64(1), a));
    Value half = c.mul(Logarithm.log1p(c, ratio), c.f64(0.5));
    Value inside = c.select(c.compare("ogt", a, c.f64(1)), c.f64(Double.NaN), half);
    return c.intrinsic("copysign", inside, x);
  }
}
