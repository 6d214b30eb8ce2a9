package org.sinter.cli.metric;

/** Two columns over units: sums and counts. */
final class Sums {
  private final double[][] columns;

  Sums(int units) {
    columns = new double[2][units];
  }

  void add(int unit, double value, double count) {
    columns[0][unit] += value;
    columns[1][unit] += count;
  }

  /** Keeps the least, or the largest; a NaN stays. */
  void extreme(int unit, double value, boolean least) {
    double old = columns[1][unit] == 0 ? value : columns[0][unit];
    columns[0][unit] = least ? Math.min(old, value) : Math.max(old, value);
    columns[1][unit]++;
  }

  Observed of(Metric metric) {
    return new Observed(metric, columns);
  }
}
