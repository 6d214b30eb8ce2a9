package org.sinter.passes.lower;

import org.sinter.ir.DType;
import org.sinter.ir.Elements;

/**
 * A matrix [k, n] laid out as the product kernel reads it: {@code out[p, i, c] = b[i, p * width +
 * c]}, zero past column n.
 */
record PackedPanels(Elements matrix, long rows, long columns, int width) implements Elements {
  @Override
  public DType type() {
    return matrix.type();
  }

  @Override
  public long size() {
    return panels() * rows * width;
  }

  long panels() {
    return (columns + width - 1) / width;
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
    long column = i / (rows * width) * width + i % width;
    long row = i / width % rows;
    return column < columns ? row * columns + column : -1;
  }
}
