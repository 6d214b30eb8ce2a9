package org.sinter.passes.lower;

import org.sinter.ir.DType;
import org.sinter.ir.Elements;

/**
 * A matrix [k, n] in panels of pairs: {@code out[p, i, c, g] = b[2 * i + g, p * width + c]}, zero
 * past the last row and column.
 */
record PackedPairs(Elements matrix, long rows, long columns, int width) implements Elements {
  @Override
  public DType type() {
    return matrix.type();
  }

  @Override
  public long size() {
    return panels() * pairs() * width * 2;
  }

  long panels() {
    return (columns + width - 1) / width;
  }

  long pairs() {
    return (rows + 1) / 2;
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
    long column = i / (pairs() * width * 2) * width + i / 2 % width;
    long row = i / (2L * width) % pairs() * 2 + i % 2;
    return row < rows && column < columns ? row * columns + column : -1;
  }
}
