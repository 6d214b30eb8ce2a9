package org.sinter.passes.compress;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * What it costs to remove units from one weight's rows when all other rows make up for it as well
 * as they can (optimal brain surgeon, Hassibi and Stork 1992, for whole units): with {@code H^-1}
 * the inverse of the damped covariance, {@code cost = tr(W_uᵀ (H^-1_uu)^-1 W_u)}.
 */
final class SecondOrder {
  private final int rows;
  private final int columns;
  private final int[][] units;
  private final double[] inverse;
  private final double[] weight;
  private final double[] squares;
  private final boolean[] gone;

  /** {@code owner}: the unit of each row; {@code units}: how many there are. */
  SecondOrder(Matrix w, int[] owner, int units, Moments moments, double ridge) {
    rows = w.rows();
    columns = w.columns();
    weight = w.elements().clone();
    this.units = new int[units][];
    for (int u = 0; u < units; u++) {
      int unit = u;
      this.units[u] = IntStream.range(0, rows).filter(i -> owner[i] == unit).toArray();
    }
    squares = w.rowSquares();
    gone = new boolean[rows];
    inverse = inverse(moments.damped(ridge), rows);
  }

  private static double[] inverse(double[] square, int size) {
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(size);
    DMatrixRMaj inverse = new DMatrixRMaj(size, size);
    if (!solver.setA(DMatrixRMaj.wrap(size, size, square))) {
      throw new IllegalArgumentException("the covariance of activations cannot be inverted");
    }
    solver.invert(inverse);
    return inverse.data;
  }

  double cost(int unit) {
    int[] own = units[unit];
    if (own.length == 1) {
      return squares[own[0]] / inverse[own[0] * rows + own[0]];
    }
    double cost = 0;
    DMatrixRMaj solved = solved(own);
    for (int i = 0; i < own.length; i++) {
      for (int j = 0; j < columns; j++) {
        cost += weight[own[i] * columns + j] * solved.data[i * columns + j];
      }
    }
    return cost;
  }

  /** {@code (H^-1_uu)^-1}. */
  private DMatrixRMaj block(int[] own) {
    DMatrixRMaj block = new DMatrixRMaj(own.length, own.length);
    for (int i = 0; i < own.length; i++) {
      for (int j = 0; j < own.length; j++) {
        block.set(i, j, inverse[own[i] * rows + own[j]]);
      }
    }
    CommonOps_DDRM.invert(block);
    return block;
  }

  private DMatrixRMaj solved(int[] own) {
    DMatrixRMaj w = new DMatrixRMaj(own.length, columns);
    for (int i = 0; i < own.length; i++) {
      System.arraycopy(weight, own[i] * columns, w.data, i * columns, columns);
    }
    DMatrixRMaj solved = new DMatrixRMaj(own.length, columns);
    CommonOps_DDRM.mult(block(own), w, solved);
    return solved;
  }

  /** Takes the unit away and lets all others make up for it. */
  void remove(int unit) {
    int[] own = units[unit];
    DMatrixRMaj block = block(own);
    double[][] across = new double[own.length][];
    double[][] w = new double[own.length][];
    for (int i = 0; i < own.length; i++) {
      across[i] = Arrays.copyOfRange(inverse, own[i] * rows, (own[i] + 1) * rows);
      w[i] = Arrays.copyOfRange(weight, own[i] * columns, (own[i] + 1) * columns);
    }
    for (int i : own) {
      gone[i] = true;
    }
    for (int r = 0; r < rows; r++) {
      if (gone[r]) {
        continue;
      }
      for (int j = 0; j < own.length; j++) {
        double factor = 0;
        for (int i = 0; i < own.length; i++) {
          factor += across[i][r] * block.get(i, j);
        }
        if (factor != 0) {
          subtract(inverse, r * rows, across[j], factor);
          subtract(weight, r * columns, w[j], factor);
        }
      }
      squares[r] = square(r);
    }
  }

  private double square(int row) {
    double sum = 0;
    for (int j = row * columns; j < (row + 1) * columns; j++) {
      sum += weight[j] * weight[j];
    }
    return sum;
  }

  private static void subtract(double[] from, int at, double[] row, double factor) {
    for (int j = 0; j < row.length; j++) {
      from[at + j] -= factor * row[j];
    }
  }
}
