package org.sinter.passes.compress;

import java.util.BitSet;

/**
 * Which blocks of {@code height} by {@code width} elements of a matrix are zero, counted row by row
 * of blocks; those at its right and lower end may be cut off.
 */
record BlockMask(BitSet blocks, long columns, int height, int width) {
  /** Blocks in a row of them. */
  static int across(long columns, int width) {
    return Math.toIntExact((columns + width - 1) / width);
  }

  /** Whether the matrix' element {@code i}, row by row, is in one of them. */
  boolean has(long i) {
    long row = i / columns / height;
    return blocks.get(Math.toIntExact(row * across(columns, width) + i % columns / width));
  }
}
