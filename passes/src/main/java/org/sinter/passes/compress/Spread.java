package org.sinter.passes.compress;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;

/**
 * Mean and variance of each channel of a value, that is of each place along its last axes; channels
 * count as independent of each other and as normally distributed.
 */
record Spread(double[] mean, double[] variance) {
  /** Steps of the integral over a normal distribution, and how many deviations it goes each way. */
  private static final int STEPS = 64;

  private static final double REACH = 5;

  static Spread of(int channels, IntToDoubleFunction mean, IntToDoubleFunction variance) {
    double[] means = new double[channels];
    double[] variances = new double[channels];
    Arrays.setAll(means, mean);
    Arrays.setAll(variances, i -> Math.max(0, variance.applyAsDouble(i)));
    return new Spread(means, variances);
  }

  int channels() {
    return mean.length;
  }

  /** Mean of the square of channel {@code i}. */
  double square(int i) {
    return mean[i] * mean[i] + variance[i];
  }

  /** What channel {@code i} is at most, about: three deviations beyond its mean. */
  double most(int i) {
    return Math.abs(mean[i]) + 3 * Math.sqrt(variance[i]);
  }

  boolean isFinite() {
    return Arrays.stream(mean).allMatch(Double::isFinite)
        && Arrays.stream(variance).allMatch(Double::isFinite);
  }

  /** Spread {@code from + i * step}. */
  Spread part(int channels, int from, int step) {
    return of(channels, i -> mean[from + i * step], i -> variance[from + i * step]);
  }

  /** Each run of {@code width} channels {@code times} times, one after the other. */
  Spread repeated(int width, int times) {
    return of(
        channels() * times,
        i -> mean[i / (width * times) * width + i % width],
        i -> variance[i / (width * times) * width + i % width]);
  }

  /** Of the sum, {@code sign} 1, or the difference, -1; the shorter one is repeated. */
  Spread plus(double sign, Spread other) {
    int n = channels();
    int m = other.channels();
    return of(
        Math.max(n, m),
        i -> mean[i % n] + sign * other.mean[i % m],
        i -> variance[i % n] + other.variance[i % m]);
  }

  Spread times(Spread other) {
    int n = channels();
    int m = other.channels();
    return of(
        Math.max(n, m),
        i -> mean[i % n] * other.mean[i % m],
        i -> square(i % n) * other.square(i % m) - Math.pow(mean[i % n] * other.mean[i % m], 2));
  }

  /**
   * Of {@code gain * (x - middle) / sqrt(square + epsilon) + bias} with the mean square of a row.
   */
  Spread normalized(boolean centred, double epsilon, Spread gain, Spread bias) {
    double middle = centred ? Arrays.stream(mean).average().orElse(0) : 0;
    Spread around = of(channels(), i -> mean[i] - middle, i -> variance[i]);
    double square = 0;
    for (int i = 0; i < channels(); i++) {
      square += around.square(i) / channels();
    }
    double factor = 1 / Math.sqrt(square + epsilon);
    Spread unit = of(channels(), i -> around.mean[i] * factor, i -> variance[i] * factor * factor);
    return unit.times(gain).plus(1, bias);
  }

  /** Of {@code f(x)}. */
  Spread through(DoubleUnaryOperator f) {
    double[][] both = new double[2][channels()];
    for (int i = 0; i < channels(); i++) {
      double deviation = Math.sqrt(variance[i]);
      double weights = 0;
      for (int step = 0; step <= STEPS; step++) {
        double z = REACH * (2.0 * step / STEPS - 1);
        double weight = Math.exp(-z * z / 2);
        double y = f.applyAsDouble(mean[i] + deviation * z);
        weights += weight;
        both[0][i] += weight * y;
        both[1][i] += weight * y * y;
      }
      both[0][i] /= weights;
      both[1][i] = both[1][i] / weights - both[0][i] * both[0][i];
    }
    return of(channels(), i -> both[0][i], i -> both[1][i]);
  }
}
