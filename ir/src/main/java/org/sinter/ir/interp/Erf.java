package org.sinter.ir.interp;

/** The error function {@code 2 / sqrt(pi) * integral from 0 to x of exp(-t^2) dt}, to about 1e-15. */
public final class Erf {
  private static final double SQRT_PI = Math.sqrt(Math.PI);

  private Erf() {}

  public static double erf(double x) {
    double size = Math.abs(x);
    if (Double.isNaN(x) || x == 0) {
      return x;
    }
    double value = size < 2.5 ? series(size) : size < 6 ? 1 - tail(size) : 1;
    return Math.copySign(value, x);
  }

  /** {@code 2 / sqrt(pi) * exp(-x^2) * sum of 2^n x^(2n + 1) / (1 * 3 * … * (2n + 1))}. */
  private static double series(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; term > sum * 1e-17; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / SQRT_PI * Math.exp(-x * x) * sum;
  }

  /** {@code 1 - erf(x) = exp(-x^2) / sqrt(pi) / (x + (1/2) / (x + (2/2) / (x + (3/2) / …)))}. */
  private static double tail(double x) {
    double fraction = x;
    for (int n = 60; n > 0; n--) {
      fraction = x + n / 2.0 / fraction;
    }
    return Math.exp(-x * x) / SQRT_PI / fraction;
  }
}
