package org.sinter.passes;

import java.util.stream.LongStream;
import org.sinter.ir.Elements;

/** The sum of each column of a matrix of integers, row by row in memory. */
public record ColumnSums(Elements matrix, long columns) {
  /** Elements that are summed one after the other, about. */
  private static final long BAND = 1 << 15;

  /** One for each column. */
  public long[] all() {
    if (columns == 0) {
      return new long[0];
    }
    long rows = matrix.size() / columns;
    long some = Math.max(1, BAND / columns);
    return LongStream.range(0, (rows + some - 1) / some)
        .parallel()
        .mapToObj(band -> band(band * some, Math.min(rows, (band + 1) * some)))
        .reduce(new long[(int) columns], ColumnSums::sum);
  }

  private long[] band(long from, long to) {
    long[] sums = new long[(int) columns];
    for (long i = from * columns; i < to * columns; i++) {
      sums[(int) (i % columns)] += matrix.integer(i);
    }
    return sums;
  }

  private static long[] sum(long[] a, long[] b) {
    long[] sum = new long[a.length];
    for (int j = 0; j < sum.length; j++) {
      sum[j] = a[j] + b[j];
    }
    return sum;
  }
}
