package org.sinter.passes.compress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sinter.ir.Constant;
import org.sinter.ir.Tensor;

class SpectrumTest {
  private final Random random = new Random(1);

  @ParameterizedTest
  @CsvSource({"5, 9, false", "9, 5, false", "6, 6, false", "5, 9, true", "9, 5, true"})
  void allDirectionsGiveTheMatrix(int k, int n, boolean isSeen) {
    DMatrixRMaj w = gaussian(k, n);
    Spectrum spectrum = new Spectrum(constant(w), isSeen ? gram(data(k)) : null);
    assertEquals(Math.min(k, n), spectrum.rank());
    assertEquals(0, norm(difference(w, spectrum, spectrum.rank())), 1e-5);
  }

  @ParameterizedTest
  @CsvSource({"5, 9", "9, 5"})
  void theErrorIsTheRestOfTheEnergy(int k, int n) {
    DMatrixRMaj w = gaussian(k, n);
    Spectrum spectrum = new Spectrum(constant(w), null);
    for (int rank = 1; rank < 5; rank++) {
      double rest = Arrays.stream(spectrum.energies()).skip(rank).sum();
      double error = norm(difference(w, spectrum, rank));
      assertEquals(rest, error * error, 1e-5 * norm(w) * norm(w));
    }
  }

  @ParameterizedTest
  @CsvSource({"5, 9", "9, 5"})
  void directionsThatTheDataDoesNotTakeCostNothing(int k, int n) {
    DMatrixRMaj w = gaussian(k, n);
    DMatrixRMaj x = data(k);
    double seen = norm(product(x, difference(w, new Spectrum(constant(w), gram(x)), 2)));
    double unseen = norm(product(x, difference(w, new Spectrum(constant(w), null), 2)));
    assertTrue(seen < 0.2 * unseen, seen + " and " + unseen);
  }

  @Test
  void whatIsBetweenHasColumnsOfEqualSize() {
    DMatrixRMaj w = gaussian(9, 5);
    DMatrixRMaj x = data(9);
    DMatrixRMaj u = matrix(new Spectrum(constant(w), gram(x)).factors(2)[0]);
    DMatrixRMaj square = CommonOps_DDRM.multInner(product(x, u), null);
    assertEquals(1, square.get(0, 0), 1e-2);
    assertEquals(1, square.get(1, 1), 1e-2);
    assertEquals(0, square.get(0, 1), 1e-2);
  }

  @Test
  void aMatrixOfOneDirectionHasRankOne() {
    DMatrixRMaj w = product(gaussian(6, 1), gaussian(1, 4));
    Spectrum spectrum = new Spectrum(constant(w), null);
    assertEquals(0, norm(difference(w, spectrum, 1)), 1e-5);
    assertEquals(1, Arrays.stream(spectrum.energies()).filter(e -> e > 1e-6).count());
  }

  private DMatrixRMaj gaussian(int rows, int columns) {
    return RandomMatrices_DDRM.rectangleGaussian(rows, columns, 0, 1, random);
  }

  /** Rows that lie in two directions but for a little. */
  private DMatrixRMaj data(int k) {
    DMatrixRMaj x = product(gaussian(50, 2), gaussian(2, k));
    DMatrixRMaj rest = gaussian(50, k);
    CommonOps_DDRM.addEquals(x, 0.01, rest);
    return x;
  }

  private static DMatrixRMaj gram(DMatrixRMaj x) {
    return CommonOps_DDRM.multInner(x, null);
  }

  private static DMatrixRMaj difference(DMatrixRMaj w, Spectrum spectrum, int rank) {
    Tensor[] factors = spectrum.factors(rank);
    DMatrixRMaj product = product(matrix(factors[0]), matrix(factors[1]));
    return CommonOps_DDRM.subtract(w, product, null);
  }

  private static DMatrixRMaj product(DMatrixRMaj a, DMatrixRMaj b) {
    return CommonOps_DDRM.mult(a, b, null);
  }

  private static double norm(DMatrixRMaj matrix) {
    return NormOps_DDRM.normF(matrix);
  }

  private static Constant constant(DMatrixRMaj matrix) {
    Tensor tensor = Tensor.of(new float[matrix.data.length], matrix.numRows, matrix.numCols);
    for (int i = 0; i < matrix.data.length; i++) {
      tensor.set(i, matrix.data[i]);
    }
    return Constant.of("w", tensor);
  }

  private static DMatrixRMaj matrix(Tensor tensor) {
    DMatrixRMaj result = new DMatrixRMaj((int) tensor.shape()[0], (int) tensor.shape()[1]);
    Arrays.setAll(result.data, tensor::real);
    return result;
  }
}
