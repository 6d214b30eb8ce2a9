package org.sinter.passes.compress;

import java.util.List;
import org.sinter.passes.Statistics;

/**
 * What is known of rows {@code x} that a weight multiplies, all its products together.
 *
 * @param count how many rows
 * @param mean of each channel
 * @param covariance {@code sum of (x - mean)ᵀ (x - mean)}, or null
 * @param squares sum of squares of each channel
 */
record Moments(long count, double[] mean, double[] squares, double[] covariance) {
  static Moments of(List<Statistics> parts) {
    int k = parts.get(0).channels();
    long count = 0;
    double[] mean = new double[k];
    double[] squares = new double[k];
    double[] gram = parts.get(0).gram() == null ? null : new double[k * k];
    for (Statistics part : parts) {
      count += part.count();
      add(mean, part.sum());
      add(squares, part.squares());
      if (gram != null) {
        add(gram, part.gram().full());
      }
    }
    for (int i = 0; i < k; i++) {
      mean[i] /= Math.max(1, count);
    }
    for (int i = 0; gram != null && i < gram.length; i++) {
      gram[i] -= count * mean[i / k] * mean[i % k];
    }
    return new Moments(count, mean, squares, gram);
  }

  private static void add(double[] sum, double[] more) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += more[i];
    }
  }

  int channels() {
    return mean.length;
  }

  /** The covariance with {@code ridge} times its mean diagonal added to the diagonal. */
  double[] damped(double ridge) {
    int k = channels();
    double[] damped = covariance.clone();
    double add = damping(ridge);
    for (int i = 0; i < k; i++) {
      damped[i * k + i] += add;
    }
    return damped;
  }

  /** Above 0, so that what is damped can be inverted. */
  double damping(double ridge) {
    double trace = 0;
    for (int i = 0; i < channels(); i++) {
      trace += covariance[i * channels() + i];
    }
    return Math.max(Double.MIN_NORMAL, ridge * trace / channels());
  }
}
