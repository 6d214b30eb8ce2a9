package org.sinter.passes.lower;

import org.sinter.ir.DType;
import org.sinter.ir.Elements;

/**
 * A matrix of 4-bit integers, two of a column four rows apart in a byte, the first in its low half:
 * {@code out[p, h, 4 c + i] = b[8 h + i, p * width + c] | b[8 h + i + 4, ..] << 4}, 0 past the last
 * column.
 */
record CodeBytes(Elements matrix, long rows, long columns, int width) implements Elements {
  private static final int APART = 4;

  @Override
  public DType type() {
    return DType.U8;
  }

  @Override
  public long size() {
    return panels() * steps() * line();
  }

  long panels() {
    return (columns + width - 1) / width;
  }

  /** Rows of bytes. */
  long steps() {
    return rows / FourBitCodes.IN_WORD;
  }

  /** Bytes of a step. */
  long line() {
    return (long) APART * width;
  }

  @Override
  public double real(long i) {
    return integer(i);
  }

  @Override
  public long integer(long i) {
    long column = i / (steps() * line()) * width + i / APART % width;
    long row = i / line() % steps() * FourBitCodes.IN_WORD + i % APART;
    return column < columns ? code(row, column) | code(row + APART, column) << 4 : 0;
  }

  private long code(long row, long column) {
    return matrix.integer(row * columns + column) & 15;
  }
}
