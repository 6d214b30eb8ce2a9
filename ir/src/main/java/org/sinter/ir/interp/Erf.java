package org.sinter.ir.interp;

/**
 * The error function {@code 2 / sqrt(pi) * integral from 0 to x of exp(-t^2) dt}, to about 1e-15.
 */
public final class Erf {
  private static final double SQRT_PI = Math.sqrt(Math.PI);

  private Erf() {}

  public static double erf(double x) {
    double size = Math.abs(x);
    if (Double.isNaN(x) || x == 0) {
      return x;
    }
    double value = size < 2 ? series(size) : size < 6 ? 1 - tail(size) : 1;
    return Math.copySign(value, x);
  }

  /** {@code 1 - erf(x)} of {@code x >= 0}, also where it is small. */
  static double erfc(double x) {
    return x < 2 ? 1 - series(x) : tail(x);
  }

  /**
   * {@code 2 / sqrt(pi) * exp(-x^2) * x * (1 + 2 x^2 / 3 * (1 + 2 x^2 / 5 * (1 + …)))}: the
   * square's rounding cancels.
   */
  private static double series(double x) {
    double square = x * x;
    double sum = 1;
    for (int n = square < 0.25 ? 14 : 40; n > 0; n--) {
      sum = 1 + 2 * square / (2 * n + 1) * sum;
    }
    return 2 / SQRT_PI * x * (Math.exp(-square) * sum);
  }

  /** {@code 1 - erf(x) = exp(-x^2) / sqrt(pi) / (x + (1/2) / (x + (2/2) / (x + (3/2) / …)))}. */
  private static double tail(double x) {
    double fraction = x;
    for (int n = 80; n > 0; n--) {
      fraction = x + n / 2.0 / fraction;
    }
    double square = x * x;
    double bell = Math.exp(-square) * (1 - Math.fma(x, x, -square));
    return bell / SQRT_PI / fraction;
  }
}
