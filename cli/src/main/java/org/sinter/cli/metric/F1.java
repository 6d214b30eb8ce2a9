package org.sinter.cli.metric;

/**
 * {@code 2 p r / (p + r)} of precision and recall of the predicted classes, the first column,
 * against the true ones: of class 1 where there are two classes, else the mean over the classes
 * that the units have.
 */
record F1(int classes) implements Metric {
  @Override
  public String name() {
    return classes == 2 ? "f1" : "macro-f1";
  }

  @Override
  public boolean isBetterHigher() {
    return true;
  }

  @Override
  public double of(double[][] columns, int[] units) {
    double[] predicted = new double[classes];
    double[] real = new double[classes];
    double[] both = new double[classes];
    for (int unit : units) {
      int p = (int) columns[0][unit];
      int r = (int) columns[1][unit];
      predicted[p]++;
      real[r]++;
      both[r] += p == r ? 1 : 0;
    }
    double sum = 0;
    int count = 0;
    for (int c = classes == 2 ? 1 : 0; c < classes; c++) {
      if (predicted[c] + real[c] > 0) {
        sum += 2 * both[c] / (predicted[c] + real[c]);
        count++;
      }
    }
    return count == 0 ? 0 : sum / count;
  }
}
