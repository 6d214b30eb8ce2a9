package org.sinter.passes.compress;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.sinter.ir.Constant;
import org.sinter.ir.Elements;

/** The sum of squares of each row of a matrix. */
record MatrixRows(Elements matrix, int columns, double[] squares) {
  /** Of a weight whose leading dims are 1. */
  static MatrixRows of(Constant w) {
    int columns = Math.toIntExact(w.type().dim(-1).value());
    int rows = Math.toIntExact(w.type().dim(-2).value());
    double[] squares = new double[rows];
    IntStream.range(0, rows)
        .parallel()
        .forEach(i -> squares[i] = square(w.elements(), (long) i * columns, columns));
    return new MatrixRows(w.elements(), columns, squares);
  }

  private static double square(Elements elements, long from, int columns) {
    double sum = 0;
    for (long i = from; i < from + columns; i++) {
      sum += elements.real(i) * elements.real(i);
    }
    return sum;
  }

  boolean isFinite() {
    return Arrays.stream(squares).allMatch(Double::isFinite);
  }

  /** The sum over columns of {@code max over rows i of (factors[i] w[i, ..])^2}. */
  double largestSquares(float[] factors) {
    List<double[]> parts =
        IntStream.range(0, squares.length)
            .parallel()
            .boxed()
            .collect(
                () -> List.of(new double[columns]),
                (most, i) -> larger(most.get(0), i, factors[i]),
                (a, b) -> Arrays.setAll(a.get(0), j -> Math.max(a.get(0)[j], b.get(0)[j])));
    return Arrays.stream(parts.get(0)).map(largest -> largest * largest).sum();
  }

  private void larger(double[] most, int row, double factor) {
    for (int j = 0; j < columns; j++) {
      most[j] = Math.max(most[j], Math.abs(matrix.real((long) row * columns + j) * factor));
    }
  }
}
