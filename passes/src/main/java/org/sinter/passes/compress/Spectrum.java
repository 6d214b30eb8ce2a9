package org.sinter.passes.compress;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.sinter.ir.Constant;
import org.sinter.ir.Elements;
import org.sinter.ir.Tensor;

/**
 * The singular values of {@code X W}, and the factors {@code W ~ U V} of each rank that leave the
 * least squared error of it: with {@code G = XᵀX = L Lᵀ} those of {@code Lᵀ W}, found as
 * eigenvectors of its smaller product with itself. Without data {@code G = 1}: the least error of
 * the weights. What lies between the factors, {@code X U}, has columns of equal size.
 */
final class Spectrum {
  /** Directions of less than this of the largest one's energy hold rounding alone. */
  private static final double NOTHING = 1e-12;

  /** Part of the data's mean energy that each direction has at least. */
  private static final double RIDGE = 1e-4;

  private final DMatrixRMaj weight;

  /** {@code Lᵀ}, or null for 1; only where rows are fewer than columns. */
  private final DMatrixRMaj upper;

  /** As columns, those of the largest values first. */
  private final DMatrixRMaj eigenvectors;

  private final double[] energies;

  /** Of a matrix {@code [k, n]}; {@code gram} is {@code XᵀX [k, k]}, or null. */
  Spectrum(Constant matrix, DMatrixRMaj gram) {
    this.weight = read(matrix);
    DMatrixRMaj data = gram == null ? null : ridged(gram);
    this.upper = isWide() && data != null ? upper(data) : null;
    DMatrixRMaj square = isWide() ? CommonOps_DDRM.multOuter(seen(), null) : columns(data);
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        DecompositionFactory_DDRM.eig(square.numRows, true, true);
    if (!eigen.decompose(square)) {
      throw new IllegalArgumentException(matrix.name() + ": no singular values were found");
    }
    int[] order = order(eigen);
    this.energies =
        Arrays.stream(order).mapToDouble(i -> Math.max(0, eigen.getEigenvalue(i).real)).toArray();
    this.eigenvectors = new DMatrixRMaj(order.length, order.length);
    for (int i = 0; i < order.length; i++) {
      CommonOps_DDRM.insert(eigen.getEigenVector(order[i]), eigenvectors, 0, i);
    }
  }

  private static DMatrixRMaj read(Constant matrix) {
    int rows = Math.toIntExact(matrix.type().dim(-2).value());
    int columns = Math.toIntExact(matrix.type().dim(-1).value());
    DMatrixRMaj result = new DMatrixRMaj(rows, columns);
    Elements elements = matrix.elements();
    for (int i = 0; i < result.data.length; i++) {
      result.data[i] = elements.real(i);
    }
    return result;
  }

  private static DMatrixRMaj ridged(DMatrixRMaj gram) {
    DMatrixRMaj result = gram.copy();
    double mean = CommonOps_DDRM.trace(gram) / gram.numRows;
    for (int i = 0; i < gram.numRows; i++) {
      result.add(i, i, mean == 0 ? 1 : RIDGE * mean);
    }
    return result;
  }

  private static DMatrixRMaj upper(DMatrixRMaj gram) {
    CholeskyDecomposition_F64<DMatrixRMaj> cholesky =
        DecompositionFactory_DDRM.chol(gram.numRows, false);
    if (!cholesky.decompose(gram.copy())) {
      throw new IllegalArgumentException("the data's products are not finite");
    }
    return cholesky.getT(null);
  }

  private static int[] order(EigenDecomposition_F64<DMatrixRMaj> eigen) {
    return IntStream.range(0, eigen.getNumberOfEigenvalues())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -eigen.getEigenvalue(i).real))
        .mapToInt(i -> i)
        .toArray();
  }

  private boolean isWide() {
    return weight.numRows < weight.numCols;
  }

  /** {@code Wᵀ G W}. */
  private DMatrixRMaj columns(DMatrixRMaj gram) {
    if (gram == null) {
      return CommonOps_DDRM.multInner(weight, null);
    }
    DMatrixRMaj square =
        CommonOps_DDRM.multTransA(weight, CommonOps_DDRM.mult(gram, weight, null), null);
    CommonOps_DDRM.symmLowerToFull(square);
    return square;
  }

  /** {@code Lᵀ W}. */
  private DMatrixRMaj seen() {
    return upper == null ? weight : CommonOps_DDRM.mult(upper, weight, null);
  }

  int rows() {
    return weight.numRows;
  }

  int columns() {
    return weight.numCols;
  }

  /** Squared singular values, the largest first. */
  double[] energies() {
    return energies.clone();
  }

  /** The most directions that say something. */
  int rank() {
    return (int) Arrays.stream(energies).filter(e -> e > energies[0] * NOTHING).count();
  }

  /** The factors {@code U [k, rank]} and {@code V [rank, n]}. */
  Tensor[] factors(int rank) {
    DMatrixRMaj first =
        CommonOps_DDRM.extract(eigenvectors, 0, eigenvectors.numRows, 0, Math.min(rank, rank()));
    DMatrixRMaj u;
    DMatrixRMaj v;
    if (isWide()) {
      u = upper == null ? first : solved(first);
      v = CommonOps_DDRM.multTransA(first, seen(), null);
    } else {
      double[] sizes = Arrays.stream(energies).limit(first.numCols).map(Math::sqrt).toArray();
      u = CommonOps_DDRM.mult(weight, first, null);
      v = CommonOps_DDRM.transpose(first, null);
      CommonOps_DDRM.divideCols(u, sizes);
      CommonOps_DDRM.multRows(sizes, v);
    }
    return new Tensor[] {tensor(u), tensor(v)};
  }

  /** {@code L⁻ᵀ x}. */
  private DMatrixRMaj solved(DMatrixRMaj x) {
    DMatrixRMaj result = new DMatrixRMaj(x.numRows, x.numCols);
    CommonOps_DDRM.solve(upper, x, result);
    return result;
  }

  private static Tensor tensor(DMatrixRMaj matrix) {
    float[] values = new float[matrix.data.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) matrix.data[i];
    }
    return Tensor.of(values, matrix.numRows, matrix.numCols);
  }
}
