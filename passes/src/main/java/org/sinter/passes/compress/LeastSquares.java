package org.sinter.passes.compress;

import org.sinter.ir.DType;

/**
 * The scale that leaves the least squared error in a block: of either sign, since there is one step
 * more below zero than above, and finer than the largest element needs, which is cut off then.
 */
final class LeastSquares {
  private static final int CANDIDATES = 8;

  private LeastSquares() {}

  /** NaN where an element is not finite. */
  static float scale(double[] block, DType type) {
    double largest = 0;
    for (double x : block) {
      largest = Math.max(largest, Math.abs(x));
    }
    if (!(largest <= Float.MAX_VALUE)) {
      return Float.NaN;
    }
    int steps = (1 << type.bits() - 1) - 1;
    float best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < CANDIDATES && largest > 0; i++) {
      float step = (float) (largest / (steps + i / 2.0));
      float[] candidates = {step, -step, fitted(block, step, type), fitted(block, -step, type)};
      for (float candidate : candidates) {
        double error = error(block, candidate, type);
        if (error < least) {
          least = error;
          best = candidate;
        }
      }
    }
    return best;
  }

  /** {@code sum(x q) / sum(q q)} for the codes q that a scale gives: the best for these. */
  private static float fitted(double[] block, float scale, DType type) {
    double both = 0;
    double own = 0;
    for (double x : block) {
      long q = QuantizedElements.code(type, x / scale);
      both += x * q;
      own += q * q;
    }
    return own == 0 ? scale : (float) (both / own);
  }

  private static double error(double[] block, float scale, DType type) {
    double sum = 0;
    for (double x : block) {
      double off = scale == 0 ? x : x - (double) scale * QuantizedElements.code(type, x / scale);
      sum += off * off;
    }
    return sum;
  }
}
