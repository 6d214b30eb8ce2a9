package org.sinter.cli.calibrate;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.BitSet;
import org.sinter.passes.Statistics;

/** Range and sums of each channel over rows that come one after the other, in f64. */
final class ChannelSums {
  private final float[] min;
  private final float[] max;
  private final double[] sum;
  private final double[] squares;
  private final GramSum gram;
  private final float[] row;
  private long count;

  ChannelSums(int k, boolean gram) {
    this.min = new float[k];
    this.max = new float[k];
    this.sum = new double[k];
    this.squares = new double[k];
    this.gram = gram ? new GramSum(k) : null;
    this.row = new float[k];
    Arrays.fill(min, Float.POSITIVE_INFINITY);
    Arrays.fill(max, Float.NEGATIVE_INFINITY);
  }

  int channels() {
    return row.length;
  }

  /** Rows one after the other; {@code counted}: which of them count, null: all. */
  void add(FloatBuffer rows, BitSet counted) {
    for (int i = 0; rows.hasRemaining(); i++) {
      rows.get(row);
      if (counted == null || counted.get(i)) {
        add();
      }
    }
  }

  private void add() {
    count++;
    for (int j = 0; j < row.length; j++) {
      float x = row[j];
      min[j] = Math.min(min[j], x);
      max[j] = Math.max(max[j], x);
      sum[j] += x;
      squares[j] += (double) x * x;
    }
    if (gram != null) {
      gram.add(row);
    }
  }

  /** Why there are no statistics, or null. */
  String obstacle() {
    if (count == 0) {
      return "the data gives no row of this value";
    }
    for (double each : squares) {
      if (!Double.isFinite(each)) {
        return "over the data this value holds a NaN or an infinity";
      }
    }
    return null;
  }

  Statistics statistics() {
    return new Statistics(count, min, max, sum, squares, gram == null ? null : gram.gram());
  }
}
