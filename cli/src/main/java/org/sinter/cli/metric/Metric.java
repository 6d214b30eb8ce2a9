package org.sinter.cli.metric;

/** A figure made of a few numbers for each unit. */
public interface Metric {
  /** As {@code spearman}. */
  String name();

  boolean isBetterHigher();

  /**
   * Of these units, some perhaps several times.
   *
   * @param columns {@code [column][unit]}
   */
  double of(double[][] columns, int[] units);
}
