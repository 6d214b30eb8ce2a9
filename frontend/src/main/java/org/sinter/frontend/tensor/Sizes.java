package org.sinter.frontend.tensor;

import java.util.OptionalLong;

/** Element counts of shapes that a file states. */
public final class Sizes {
  /** More elements than any file can hold, few enough that their bits cannot overflow. */
  public static final long MAX_COUNT = 1L << 56;

  private Sizes() {}

  /** The product of {@code dims}; empty when one is negative or the product passes the maximum. */
  public static OptionalLong count(long[] dims) {
    long count = 1;
    boolean tooLarge = false;
    boolean empty = false;
    for (long dim : dims) {
      if (dim < 0) {
        return OptionalLong.empty();
      }
      empty |= dim == 0;
      tooLarge |= dim > MAX_COUNT / count;
      count = tooLarge || dim == 0 ? 1 : count * dim;
    }
    if (empty) {
      return OptionalLong.of(0);
    }
    return tooLarge ? OptionalLong.empty() : OptionalLong.of(count);
  }
}
