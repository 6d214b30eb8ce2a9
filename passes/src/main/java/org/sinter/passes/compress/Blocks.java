package org.sinter.passes.compress;

/**
 * A matrix cut into blocks of {@code height} by {@code width} elements, one scale for each, counted
 * row by row of blocks.
 */
record Blocks(long rows, long columns, long height, long width) {
  Blocks {
    if (rows % height != 0 || columns % width != 0) {
      throw new IllegalArgumentException(height + " x " + width + " in " + rows + " x " + columns);
    }
  }

  /** A scale for each column. */
  static Blocks columns(long rows, long columns) {
    return new Blocks(rows, columns, rows, 1);
  }

  /** Blocks in a row of them. */
  int across() {
    return Math.toIntExact(columns / width);
  }

  int count() {
    return Math.toIntExact(Math.multiplyExact(rows / height, across()));
  }

  /** The block of the matrix' element {@code i}, row by row. */
  int of(long i) {
    return (int) (i / columns / height * across() + i % columns / width);
  }
}
