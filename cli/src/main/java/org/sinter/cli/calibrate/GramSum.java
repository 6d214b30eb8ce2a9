package org.sinter.cli.calibrate;

import java.util.Arrays;
import org.sinter.passes.Gram;

/** {@code xᵀx} over rows that come one after the other: blocks of rows, then rows of the matrix. */
final class GramSum {
  /** Rows that are added at once, so that the matrix is walked once for all of them. */
  private static final int BLOCK = 32;

  private static final int UNROLLED = 4;

  private final int size;
  private final double[] upper;
  private final double[] block;
  private int rows;

  GramSum(int size) {
    this.size = size;
    this.upper = new double[Math.toIntExact(Gram.elements(size))];
    this.block = new double[BLOCK * size];
  }

  void add(float[] row) {
    for (int j = 0; j < size; j++) {
      block[rows * size + j] = row[j];
    }
    rows++;
    if (rows == BLOCK) {
      flush();
    }
  }

  private void flush() {
    int even = (rows + UNROLLED - 1) / UNROLLED * UNROLLED;
    Arrays.fill(block, rows * size, even * size, 0);
    for (int i = 0; i < size; i++) {
      for (int r = 0; r < even; r += UNROLLED) {
        add(i, r * size);
      }
    }
    rows = 0;
  }

  /** Four rows' part of the matrix's row {@code i}. */
  private void add(int i, int r0) {
    int r1 = r0 + size;
    int r2 = r1 + size;
    int r3 = r2 + size;
    double a0 = block[r0 + i];
    double a1 = block[r1 + i];
    double a2 = block[r2 + i];
    double a3 = block[r3 + i];
    int to = Gram.start(size, i) - i;
    for (int j = i; j < size; j++) {
      upper[to + j] +=
          a0 * block[r0 + j] + a1 * block[r1 + j] + a2 * block[r2 + j] + a3 * block[r3 + j];
    }
  }

  Gram gram() {
    flush();
    return new Gram(size, upper);
  }
}
