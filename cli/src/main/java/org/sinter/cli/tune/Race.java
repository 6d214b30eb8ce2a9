package org.sinter.cli.tune;

import java.util.Arrays;
import org.sinter.cli.measure.Blocks;

/**
 * Two trials in turns on several numbers of rows: a race that is decided after a few rounds does
 * not go on to the end.
 *
 * @param rounds turns on each number of rows
 * @param seconds least length of a turn
 */
record Race(int[] rows, int rounds, double seconds) {
  private static final int FEW = 3;

  /** A run as long as that many turns needs no more than a few. */
  private static final double LONG = 5;

  /** How much longer the one takes where the other has clearly won. */
  private static final double CLEAR = 1.15;

  /** Mean time of {@code b} over that of {@code a}, geometric over the numbers of rows. */
  double ratio(Trial a, Trial b) {
    double product = 1;
    for (int m : rows) {
      double ratio = ratio(a, b, m);
      if (isClear(ratio)) {
        return ratio;
      }
      product *= ratio;
    }
    return Math.pow(product, 1.0 / rows.length);
  }

  /** Whether nobody needs to look again. */
  static boolean isClear(double ratio) {
    return ratio > CLEAR || ratio < 1 / CLEAR;
  }

  private double ratio(Trial a, Trial b, int m) {
    a.run(m);
    b.run(m);
    double[] ratios = new double[rounds];
    int turns = rounds;
    for (int i = 0; i < turns; i++) {
      boolean first = i % 2 == 0;
      double one = time(first ? a : b, m);
      double other = time(first ? b : a, m);
      ratios[i] = first ? other / one : one / other;
      if (i == FEW - 1 || i == 0) {
        double early = Blocks.median(Arrays.copyOf(ratios, i + 1));
        if (i == 0 ? early > 2 : isClear(early)) {
          return early;
        }
        turns = one > LONG * seconds * 1e9 ? FEW : rounds;
      }
    }
    return Blocks.median(Arrays.copyOf(ratios, turns));
  }

  /** ns of one run. */
  private double time(Trial trial, int m) {
    long start = System.nanoTime();
    int runs = 0;
    long now = start;
    while (now - start < seconds * 1e9) {
      trial.run(m);
      runs++;
      now = System.nanoTime();
    }
    return (now - start) / (double) runs;
  }
}
