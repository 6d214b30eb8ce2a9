package org.sinter.passes.compress;

import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * The weights of the channels that stay, changed so that they stand in for those that go: with
 * covariance C of the channels, S those that stay and R those that go, {@code W' = W_S + (C_SS + l
 * I)^-1 C_SR W_R} is what leaves the least {@code |x W - x_S W' - shift|^2 + l |W' - W_S|^2} over
 * the calibration data, and {@code shift = mean_R W_R - mean_S (W' - W_S)}.
 *
 * @param weight W'
 * @param shift what is to be added to each result
 */
record Refit(Matrix weight, double[] shift) {
  /** Null where the equations cannot be solved. */
  static Refit of(Matrix w, Moments moments, int[] kept, double ridge) {
    boolean[] stays = new boolean[w.rows()];
    IntStream.of(kept).forEach(i -> stays[i] = true);
    int[] gone = IntStream.range(0, w.rows()).filter(i -> !stays[i]).toArray();
    DMatrixRMaj left = part(moments.damped(ridge), w.rows(), kept, kept);
    DMatrixRMaj right = new DMatrixRMaj(kept.length, w.columns());
    CommonOps_DDRM.mult(part(moments.covariance(), w.rows(), kept, gone), rows(w, gone), right);
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(kept.length);
    if (!solver.setA(left)) {
      return null;
    }
    DMatrixRMaj change = new DMatrixRMaj(kept.length, w.columns());
    solver.solve(right, change);
    return changed(w, moments.mean(), kept, gone, change.data);
  }

  private static Refit changed(Matrix w, double[] mean, int[] kept, int[] gone, double[] change) {
    int n = w.columns();
    Matrix refitted = new Matrix(kept.length, n);
    double[] shift = new double[n];
    for (int i = 0; i < kept.length; i++) {
      for (int j = 0; j < n; j++) {
        refitted.elements()[i * n + j] = w.get(kept[i], j) + change[i * n + j];
        shift[j] -= mean[kept[i]] * change[i * n + j];
      }
    }
    for (int i : gone) {
      for (int j = 0; j < n; j++) {
        shift[j] += mean[i] * w.get(i, j);
      }
    }
    return new Refit(refitted, shift);
  }

  private static DMatrixRMaj part(double[] square, int size, int[] rows, int[] columns) {
    DMatrixRMaj part = new DMatrixRMaj(rows.length, columns.length);
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        part.data[i * columns.length + j] = square[rows[i] * size + columns[j]];
      }
    }
    return part;
  }

  private static DMatrixRMaj rows(Matrix w, int[] rows) {
    DMatrixRMaj part = new DMatrixRMaj(rows.length, w.columns());
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(
          w.elements(), rows[i] * w.columns(), part.data, i * w.columns(), w.columns());
    }
    return part;
  }
}
