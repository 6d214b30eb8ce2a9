package org.sinter.passes.compress;

import java.util.stream.LongStream;
import org.sinter.ir.Elements;

/** The sum of each column of a matrix of integers. */
record ColumnSums(Elements matrix, long columns) {
  private static final long BAND = 1 << 15;

  int[] all() {
    long rows = matrix.size() / columns;
    long some = Math.max(1, BAND / columns);
    return LongStream.range(0, (rows + some - 1) / some)
        .parallel()
        .mapToObj(band -> band(band * some, Math.min(rows, (band + 1) * some)))
        .reduce(new int[(int) columns], ColumnSums::sum);
  }

  private int[] band(long from, long to) {
    int[] sums = new int[(int) columns];
    for (long i = from * columns; i < to * columns; i++) {
      sums[(int) (i % columns)] += (int) matrix.integer(i);
    }
    return sums;
  }

  private static int[] sum(int[] a, int[] b) {
    int[] sum = new int[a.length];
    for (int j = 0; j < sum.length; j++) {
      sum[j] = a[j] + b[j];
    }
    return sum;
  }
}
