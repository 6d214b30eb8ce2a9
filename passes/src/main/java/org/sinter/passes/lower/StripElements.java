package org.sinter.passes.lower;

import org.sinter.ir.DType;
import org.sinter.ir.Elements;

/**
 * What {@link Strips} leave of a matrix, one strip after the other: {@code out[i, c, g] = b[rows[i]
 * + g, strip * width + c]}, zero past the last column, and one group of zeros where nothing is
 * left.
 */
record StripElements(Elements matrix, long columns, Strips strips) implements Elements {
  @Override
  public DType type() {
    return matrix.type();
  }

  @Override
  public long size() {
    return Math.max(1L, strips.rows().length) * strips.width() * strips.group();
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
    int line = strips.width() * strips.group();
    int at = (int) (i / line);
    if (at >= strips.rows().length) {
      return -1;
    }
    long column = (long) strips.stripOf(at) * strips.width() + i / strips.group() % strips.width();
    long row = strips.rows()[at] + i % strips.group();
    return column < columns ? row * columns + column : -1;
  }
}
