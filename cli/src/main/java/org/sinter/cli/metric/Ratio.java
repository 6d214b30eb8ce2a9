package org.sinter.cli.metric;

/** {@code finish(sum of the first column / sum of the second)}: a mean of sums and counts. */
record Ratio(String name, boolean isBetterHigher, Finish finish) implements Metric {
  /** What is made of the mean. */
  enum Finish {
    NONE,
    EXP,
    ROOT
  }

  @Override
  public double of(double[][] columns, int[] units) {
    double sum = 0;
    double count = 0;
    for (int unit : units) {
      sum += columns[0][unit];
      count += columns[1][unit];
    }
    return switch (finish) {
      case NONE -> sum / count;
      case EXP -> Math.exp(sum / count);
      case ROOT -> Math.sqrt(sum / count);
    };
  }
}
