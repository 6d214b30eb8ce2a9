package org.sinter.passes.lower;

import org.sinter.ir.DType;
import org.sinter.ir.Elements;

/** Two rows of 4-bit elements in one of bytes: the even row's in the low half. */
record Nibbles(Elements elements, long columns) implements Elements {
  @Override
  public DType type() {
    return DType.U8;
  }

  @Override
  public long size() {
    return elements.size() / 2;
  }

  @Override
  public long integer(long i) {
    long low = i / columns * 2 * columns + i % columns;
    return elements.integer(low) & 15 | (elements.integer(low + columns) & 15) << 4;
  }

  @Override
  public double real(long i) {
    return integer(i);
  }
}
