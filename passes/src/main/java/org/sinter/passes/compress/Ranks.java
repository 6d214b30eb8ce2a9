package org.sinter.passes.compress;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Ranks of several matrices within a number of parameters: one step after the other goes to the
 * matrix that gains most of its own energy for the parameters that the step takes.
 */
final class Ranks {
  /** Ranks are multiples of it: rows of this length fill vectors. */
  static final int STEP = 16;

  /** Factors of more than this part of a matrix's parameters are not worth a second product. */
  static final double WORTHWHILE = 0.9;

  private Ranks() {}

  /**
   * A matrix.
   *
   * @param rows its rows
   * @param columns its columns
   * @param energies squared singular values, the largest first
   */
  record Matrix(long rows, long columns, double[] energies) {
    long whole() {
      return rows * columns;
    }

    /** Parameters of the factors. */
    long size(int rank) {
      return rank * (rows + columns);
    }

    /** Whether factors of this rank save enough. */
    boolean isWorthwhile(int rank) {
      return size(rank) < WORTHWHILE * whole();
    }

    /** Parameters after one more step, which may make it whole. */
    private long after(int rank) {
      return isWorthwhile(rank + STEP) ? size(rank + STEP) : whole();
    }

    /** The next step's part of the energy for each parameter that it takes. */
    private double gain(int rank) {
      double then = isWorthwhile(rank + STEP) ? kept(rank + STEP) : 1;
      return (then - kept(rank)) / (after(rank) - size(rank));
    }

    /** The part of the energy that the first {@code rank} directions hold. */
    double kept(int rank) {
      double all = Arrays.stream(energies).sum();
      return all == 0 ? 1 : Arrays.stream(energies).limit(rank).sum() / all;
    }

    /** The least rank that holds this part of the energy. */
    int holding(double part) {
      int rank = STEP;
      while (isWorthwhile(rank) && kept(rank) < part) {
        rank += STEP;
      }
      return rank;
    }
  }

  /** A matrix and the rank it has so far. */
  private record Step(int index, int rank, double gain) {}

  /** Ranks that take at most {@code budget} parameters, but one step for each matrix. */
  static int[] within(Matrix[] matrices, double budget) {
    int[] ranks = new int[matrices.length];
    PriorityQueue<Step> steps =
        new PriorityQueue<>(Comparator.comparingDouble(Step::gain).reversed());
    double left = budget;
    for (int i = 0; i < matrices.length; i++) {
      left -= matrices[i].after(0);
      ranks[i] = STEP;
      offer(steps, matrices[i], i, STEP);
    }
    while (!steps.isEmpty()) {
      Step step = steps.poll();
      Matrix matrix = matrices[step.index()];
      long cost = matrix.after(step.rank()) - matrix.size(step.rank());
      if (cost <= left) {
        left -= cost;
        ranks[step.index()] = step.rank() + STEP;
        offer(steps, matrix, step.index(), step.rank() + STEP);
      }
    }
    return ranks;
  }

  private static void offer(PriorityQueue<Step> steps, Matrix matrix, int index, int rank) {
    if (matrix.isWorthwhile(rank)) {
      steps.add(new Step(index, rank, matrix.gain(rank)));
    }
  }
}
