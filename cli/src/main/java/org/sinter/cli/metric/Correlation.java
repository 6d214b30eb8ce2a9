package org.sinter.cli.metric;

import java.util.Arrays;

/** Pearson's correlation of the two columns, or of their ranks, which is Spearman's. */
record Correlation(String name, boolean ranked) implements Metric {
  static final Correlation SPEARMAN = new Correlation("spearman", true);
  static final Correlation PEARSON = new Correlation("pearson", false);

  @Override
  public boolean isBetterHigher() {
    return true;
  }

  @Override
  public double of(double[][] columns, int[] units) {
    double[] a = Arrays.stream(units).mapToDouble(unit -> columns[0][unit]).toArray();
    double[] b = Arrays.stream(units).mapToDouble(unit -> columns[1][unit]).toArray();
    return ranked ? pearson(ranks(a), ranks(b)) : pearson(a, b);
  }

  /** From 1; equal values share their mean rank. */
  static double[] ranks(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double[] shared = new double[sorted.length];
    int end;
    for (int begin = 0; begin < sorted.length; begin = end) {
      end = begin + 1;
      while (end < sorted.length && sorted[end] == sorted[begin]) {
        end++;
      }
      Arrays.fill(shared, begin, end, (begin + end + 1) / 2.0);
    }
    return Arrays.stream(values)
        .map(v -> Double.isNaN(v) ? v : shared[Arrays.binarySearch(sorted, v)])
        .toArray();
  }

  private static double pearson(double[] a, double[] b) {
    double meanA = Arrays.stream(a).average().orElse(Double.NaN);
    double meanB = Arrays.stream(b).average().orElse(Double.NaN);
    double both = 0;
    double ownA = 0;
    double ownB = 0;
    for (int i = 0; i < a.length; i++) {
      both += (a[i] - meanA) * (b[i] - meanB);
      ownA += (a[i] - meanA) * (a[i] - meanA);
      ownB += (b[i] - meanB) * (b[i] - meanB);
    }
    return both / Math.sqrt(ownA * ownB);
  }
}
