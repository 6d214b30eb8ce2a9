package org.sinter.passes.compress;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.sinter.ir.Constant;

/**
 * What columns of rows {@code x} are divided by before products, and the error of these in 8 bits
 * that is expected after it, as a part of what it is before.
 *
 * @param scales powers of two
 */
record Evenness(float[] scales, double left) {
  /** Scales are no more than two to this power either way. */
  private static final int FURTHEST = 20;

  /** Null where a weight is not finite or {@code x} are no rows for it. */
  static Evenness of(Spread x, List<Constant> weights, double alpha) {
    List<MatrixRows> rows = weights.stream().map(MatrixRows::of).toList();
    if (!rows.stream().allMatch(r -> r.squares().length == x.channels() && r.isFinite())) {
      return null;
    }
    double[] squares = new double[x.channels()];
    for (MatrixRows row : rows) {
      Arrays.setAll(squares, i -> squares[i] + row.squares()[i]);
    }
    float[] scales = scales(x, squares, rows.stream().mapToLong(MatrixRows::columns).sum(), alpha);
    float[] ones = new float[scales.length];
    Arrays.fill(ones, 1);
    return new Evenness(scales, error(x, squares, rows, scales) / error(x, squares, rows, ones));
  }

  /** Relative to their geometric mean; 1 where a column or row is zero. */
  private static float[] scales(Spread x, double[] squares, long columns, double alpha) {
    double[] logs = new double[squares.length];
    double sum = 0;
    int count = 0;
    for (int i = 0; i < logs.length; i++) {
      double rms = Math.sqrt(squares[i] / columns);
      logs[i] = (alpha * Math.log(x.most(i)) - (1 - alpha) * Math.log(rms)) / Math.log(2);
      if (Double.isFinite(logs[i])) {
        sum += logs[i];
        count++;
      }
    }
    float[] scales = new float[logs.length];
    for (int i = 0; i < logs.length; i++) {
      long power = Double.isFinite(logs[i]) ? Math.round(logs[i] - sum / count) : 0;
      scales[i] = Math.scalb(1f, (int) Math.max(-FURTHEST, Math.min(FURTHEST, power)));
    }
    return scales;
  }

  /**
   * Squared error up to a factor: of rows, a step of which is a part of their largest element, and
   * of the weights, a step of which is a part of their column's largest.
   */
  private static double error(Spread x, double[] squares, List<MatrixRows> rows, float[] scales) {
    double largest = 0;
    double ofRows = 0;
    double energy = 0;
    for (int i = 0; i < scales.length; i++) {
      double s = scales[i];
      largest = Math.max(largest, x.most(i) / s);
      ofRows += squares[i] * s * s;
      energy += x.square(i) / (s * s);
    }
    double ofWeights = rows.stream().mapToDouble(r -> r.largestSquares(scales)).sum();
    return largest * largest * ofRows + ofWeights * energy;
  }

  /** Why this is not done where no more than a part {@code worth} of the error may be left. */
  String obstacle(double worth) {
    return left <= worth
        ? null
        : String.format(Locale.ROOT, "the expected error would be %.2f of what it is", left);
  }

  @Override
  public String toString() {
    int least = 0;
    int most = 0;
    for (float scale : scales) {
      least = Math.min(least, Math.getExponent(scale));
      most = Math.max(most, Math.getExponent(scale));
    }
    return String.format(
        Locale.ROOT,
        "columns divided by 2^%d to 2^%d, expected error %.2f of what it was",
        least,
        most,
        left);
  }
}
