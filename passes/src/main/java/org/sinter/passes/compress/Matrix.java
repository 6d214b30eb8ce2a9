package org.sinter.passes.compress;

import java.util.stream.IntStream;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Elements;
import org.sinter.ir.Tensor;

/** A dense matrix, row by row. */
record Matrix(int rows, int columns, double[] elements) {
  Matrix(int rows, int columns) {
    this(rows, columns, new double[Math.multiplyExact(rows, columns)]);
  }

  /** The elements of a constant of two dims. */
  static Matrix of(Constant constant) {
    int rows = Math.toIntExact(constant.type().dim(0).value());
    int columns = Math.toIntExact(constant.type().dim(1).value());
    Matrix matrix = new Matrix(rows, columns);
    Elements from = constant.elements();
    IntStream.range(0, rows)
        .parallel()
        .forEach(
            i -> {
              for (int at = i * columns; at < (i + 1) * columns; at++) {
                matrix.elements[at] = from.real(at);
              }
            });
    return matrix;
  }

  double get(int i, int j) {
    return elements[i * columns + j];
  }

  /** The sum of squares of each row. */
  double[] rowSquares() {
    double[] sums = new double[rows];
    for (int at = 0; at < elements.length; at++) {
      sums[at / columns] += elements[at] * elements[at];
    }
    return sums;
  }

  /** The sum of squares of each column. */
  double[] columnSquares() {
    double[] sums = new double[columns];
    for (int at = 0; at < elements.length; at++) {
      sums[at % columns] += elements[at] * elements[at];
    }
    return sums;
  }

  /** Rounded to {@code type}. */
  Tensor tensor(DType type) {
    Tensor tensor = Tensor.allocate(type, rows, columns);
    for (int at = 0; at < elements.length; at++) {
      tensor.set(at, elements[at]);
    }
    return tensor;
  }
}
