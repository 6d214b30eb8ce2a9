package org.sinter.cli.metric;

/**
 * The least or the largest of the first column, of units whose second is not 0; NaN where one is.
 */
record Extreme(String name, boolean isLeast) implements Metric {
  @Override
  public boolean isBetterHigher() {
    return isLeast;
  }

  @Override
  public double of(double[][] columns, int[] units) {
    double extreme = isLeast ? Double.POSITIVE_INFINITY : 0;
    for (int unit : units) {
      if (columns[1][unit] != 0) {
        double value = columns[0][unit];
        extreme = isLeast ? Math.min(extreme, value) : Math.max(extreme, value);
      }
    }
    return extreme;
  }
}
