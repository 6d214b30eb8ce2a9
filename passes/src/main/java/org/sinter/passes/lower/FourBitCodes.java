package org.sinter.passes.lower;

import org.sinter.ir.DType;
import org.sinter.ir.Elements;

/**
 * A matrix of 4-bit integers with eight neighbours of a column in a word, the first in its lowest
 * bits: {@code out[p, i, c] = b[8 i ..., p * width + c]}, 0 past the last column.
 */
record FourBitCodes(Elements matrix, long rows, long columns, int width) implements Elements {
  static final int IN_WORD = 8;

  @Override
  public DType type() {
    return DType.I32;
  }

  @Override
  public long size() {
    return panels() * steps() * width;
  }

  long panels() {
    return (columns + width - 1) / width;
  }

  /** Words of a column. */
  long steps() {
    return rows / IN_WORD;
  }

  @Override
  public double real(long i) {
    return integer(i);
  }

  @Override
  public long integer(long i) {
    long column = i / (steps() * width) * width + i % width;
    long row = i / width % steps() * IN_WORD;
    int word = 0;
    for (int j = 0; j < IN_WORD && column < columns; j++) {
      word |= (int) (matrix.integer((row + j) * columns + column) & 15) << 4 * j;
    }
    return word;
  }
}
