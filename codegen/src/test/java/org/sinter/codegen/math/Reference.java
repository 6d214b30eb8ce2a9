package org.sinter.codegen.math;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;

/** What the functions should give, in double (within an ulp of double). */
final class Reference {
  static final Map<String, DoubleBinaryOperator> ALL = new TreeMap<>();

  static {
    one("exp", StrictMath::exp);
    one("exp2", x -> StrictMath.pow(2, x));
    one("gelu", Reference::gelu);
    one("log", StrictMath::log);
    one("erf", Reference::erf);
    one("tanh", StrictMath::tanh);
    one("sin", StrictMath::sin);
    one("cos", StrictMath::cos);
    one("tan", StrictMath::tan);
    one("asin", StrictMath::asin);
    one("acos", StrictMath::acos);
    one("atan", StrictMath::atan);
    one("sinh", StrictMath::sinh);
    one("cosh", StrictMath::cosh);
    one("asinh", Reference::asinh);
    one("acosh", Reference::acosh);
    one("atanh", Reference::atanh);
    ALL.put("pow", Reference::pow);
    ALL.put("fmod", (x, y) -> x % y);
    one("sqrt", StrictMath::sqrt);
    one("floor", StrictMath::floor);
    one("ceil", StrictMath::ceil);
    one("trunc", x -> x < 0 ? StrictMath.ceil(x) : StrictMath.floor(x));
    one("rint", StrictMath::rint);
    one("abs", StrictMath::abs);
    one("sign", StrictMath::signum);
  }

  private Reference() {}

  private static void one(String name, java.util.function.DoubleUnaryOperator f) {
    ALL.put(name, (x, y) -> f.applyAsDouble(x));
  }

  /** C says 1 where Java says not-a-number. */
  private static double pow(double x, double y) {
    return Math.abs(x) == 1 && (Double.isInfinite(y) || x == 1) ? 1 : StrictMath.pow(x, y);
  }

  private static double gelu(double x) {
    double a = Math.min(Math.abs(x), 40);
    return (x < 0 ? 0 : x) - 0.5 * a * (1 - erf(a * Math.sqrt(0.5)));
  }

  private static double asinh(double x) {
    double a = Math.abs(x);
    if (a > 1e9) {
      return Math.copySign(StrictMath.log(a) + StrictMath.log(2), x);
    }
    return Math.copySign(StrictMath.log1p(a + a * a / (1 + Math.sqrt(a * a + 1))), x);
  }

  private static double acosh(double x) {
    double t = x - 1;
    return x < 1
        ? Double.NaN
        : x > 1e9
            ? StrictMath.log(x) + StrictMath.log(2)
            : StrictMath.log1p(t + Math.sqrt(2 * t + t * t));
  }

  private static double atanh(double x) {
    double a = Math.abs(x);
    return Math.copySign(0.5 * StrictMath.log1p(2 * a / (1 - a)), x);
  }

  private static final MathContext DIGITS = new MathContext(70);
  private static final BigDecimal TWO_OVER_ROOT_PI =
      new BigDecimal("1.12837916709551257389615890312154517168810125865799771368817144");

  /** The power series, or a rational sum in double where the series is slow to add up. */
  static double erf(double x) {
    double a = Math.abs(x);
    if (Double.isNaN(x) || a < 1e-10) {
      return x * 1.1283791670955126;
    }
    return a > 6 ? Math.signum(x) : Math.copySign(a < 2.5 ? series(a) : 1 - fraction(a), x);
  }

  /** {@code 2/√π exp(-x²) Σ 2^n x^(2n+1) / (2n+1)!!}: no cancellation. */
  private static double series(double x) {
    double term = x;
    double sum = 0;
    double lost = 0;
    for (int n = 0; term > 1e-20 * sum; n++) {
      double y = term - lost;
      double t = sum + y;
      lost = (t - sum) - y;
      sum = t;
      term *= 2 * x * x / (2 * n + 3);
    }
    return 1.1283791670955126 * StrictMath.exp(-x * x) * sum;
  }

  /** erfc as a continued fraction. */
  private static double fraction(double x) {
    double f = x;
    for (int n = 120; n > 0; n--) {
      f = x + n / 2.0 / f;
    }
    return StrictMath.exp(-x * x) / (f * 1.7724538509055160273);
  }

  /** The power series in 70 decimal digits. */
  static double exactErf(double value) {
    BigDecimal x = new BigDecimal(value);
    BigDecimal square = x.multiply(x, DIGITS).negate();
    BigDecimal power = x;
    BigDecimal sum = BigDecimal.ZERO;
    for (int n = 0; n < 400; n++) {
      sum = sum.add(power.divide(BigDecimal.valueOf(2L * n + 1), DIGITS), DIGITS);
      power = power.multiply(square, DIGITS).divide(BigDecimal.valueOf(n + 1L), DIGITS);
    }
    return sum.multiply(TWO_OVER_ROOT_PI, DIGITS).doubleValue();
  }
}
