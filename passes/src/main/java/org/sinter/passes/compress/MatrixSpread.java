package org.sinter.passes.compress;

import java.util.List;
import java.util.stream.LongStream;
import org.sinter.ir.Elements;

/** What a constant {@code w [rows, columns]} makes of a spread, the same on every machine. */
record MatrixSpread(Elements matrix, int columns) {
  /** Elements that are looked at one after the other, about. */
  private static final long BAND = 1 << 16;

  private long rows() {
    return columns == 0 ? 0 : matrix.size() / columns;
  }

  /** Of a row that is any of the matrix' as likely as another. */
  Spread ofRows() {
    double count = rows();
    double[][] sums =
        sums(
            (band, i, x) -> {
              band[0][(int) (i % columns)] += x;
              band[1][(int) (i % columns)] += x * x;
            });
    return Spread.of(
        columns,
        j -> sums[0][j] / count,
        j -> sums[1][j] / count - sums[0][j] / count * (sums[0][j] / count));
  }

  /** Of {@code x w}. */
  Spread after(Spread x) {
    double[][] sums =
        sums(
            (band, i, w) -> {
              int row = (int) (i / columns);
              band[0][(int) (i % columns)] += x.mean()[row] * w;
              band[1][(int) (i % columns)] += x.variance()[row] * w * w;
            });
    return new Spread(sums[0], sums[1]);
  }

  private interface Step {
    void add(double[][] sums, long i, double element);
  }

  private double[][] sums(Step step) {
    long some = Math.max(1, BAND / Math.max(1, columns));
    List<double[][]> parts =
        LongStream.range(0, (rows() + some - 1) / some)
            .parallel()
            .mapToObj(band -> band(step, band * some, Math.min(rows(), (band + 1) * some)))
            .toList();
    double[][] sums = new double[2][columns];
    for (double[][] part : parts) {
      for (int j = 0; j < columns; j++) {
        sums[0][j] += part[0][j];
        sums[1][j] += part[1][j];
      }
    }
    return sums;
  }

  private double[][] band(Step step, long from, long to) {
    double[][] sums = new double[2][columns];
    for (long i = from * columns; i < to * columns; i++) {
      step.add(sums, i, matrix.real(i));
    }
    return sums;
  }
}
