package org.sinter.passes;

/**
 * A value's rows {@code x [count, k]} over calibration data, by channels: the last axis.
 *
 * @param count how many rows
 * @param min least element of each channel
 * @param max largest element of each channel
 * @param sum of each channel
 * @param squares sum of squares of each channel
 * @param gram {@code xᵀx}, or null where it was not asked for
 */
public record Statistics(
    long count, float[] min, float[] max, double[] sum, double[] squares, Gram gram) {
  public Statistics {
    int k = min.length;
    boolean fits = max.length == k && sum.length == k && squares.length == k;
    if (!fits || gram != null && gram.size() != k) {
      throw new IllegalArgumentException("statistics of different numbers of channels");
    }
  }

  public int channels() {
    return min.length;
  }

  /** {@code max |x|} of channel {@code j}. */
  public float most(int j) {
    return Math.max(Math.abs(min[j]), Math.abs(max[j]));
  }

  /** {@code max |x|} of all channels. */
  public float most() {
    float most = 0;
    for (int j = 0; j < channels(); j++) {
      most = Math.max(most, most(j));
    }
    return most;
  }

  public double mean(int j) {
    return sum[j] / count;
  }

  /** {@code sqrt(mean of x^2)} of channel {@code j}. */
  public double rms(int j) {
    return Math.sqrt(squares[j] / count);
  }
}
