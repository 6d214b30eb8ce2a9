package org.sinter.passes.lower;

import org.sinter.ir.DType;
import org.sinter.ir.Elements;

/**
 * A matrix [k, n] laid out as the product kernel reads it, {@code group} neighbours of a column
 * side by side: {@code out[p, i, c, g] = b[group * i + g, p * width + c]}, zero past the last row
 * and column.
 */
record PackedPanels(Elements matrix, long rows, long columns, int width, int group)
    implements Elements {
  @Override
  public DType type() {
    return matrix.type();
  }

  @Override
  public long size() {
    return panels() * steps() * width * group;
  }

  long panels() {
    return (columns + width - 1) / width;
  }

  /** Groups in a column. */
  long steps() {
    return (rows + group - 1) / group;
  }

  @Override
  public double real(long i) {
    long source = source(i);
    return source < 0 ? 0 : matrix.real(source);
  }

  @Override
  public long integer(long i) {
    long source = source(i);
    return source < 0 ? 0 : matrix.integer(source);
  }

  private long source(long i) {
    long line = (long) width * group;
    long column = i / (steps() * line) * width + i / group % width;
    long row = i / line % steps() * group + i % group;
    return row < rows && column < columns ? row * columns + column : -1;
  }
}
