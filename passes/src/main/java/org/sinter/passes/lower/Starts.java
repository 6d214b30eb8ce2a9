package org.sinter.passes.lower;

import org.sinter.ir.DType;
import org.sinter.ir.Elements;
import org.sinter.passes.ColumnSums;

/**
 * Where the sums of a product begin whose left operand is shifted: {@code out[j] = -shift * sum
 * over k of b[k, j]}, 0 past the last column.
 */
final class Starts implements Elements {
  private final Elements matrix;
  private final long columns;
  private final long size;
  private final int shift;
  private long[] sums;

  Starts(Elements matrix, long columns, long size, int shift) {
    this.matrix = matrix;
    this.columns = columns;
    this.size = size;
    this.shift = shift;
  }

  @Override
  public DType type() {
    return DType.I32;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public double real(long i) {
    return integer(i);
  }

  @Override
  public synchronized long integer(long i) {
    if (sums == null) {
      sums = new ColumnSums(matrix, columns).all();
    }
    return i < columns ? (int) (-shift * sums[(int) i]) : 0;
  }
}
