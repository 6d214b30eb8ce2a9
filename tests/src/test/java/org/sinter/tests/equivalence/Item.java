package org.sinter.tests.equivalence;

import org.sinter.ir.Value;

/**
 * A value of a random graph: its elements are {@code n / 2^fraction} with {@code |n| < 2^(whole +
 * fraction)}, so that sums in any order agree; {@code whole < 0}: they are rounded.
 */
record Item(Value value, int whole, int fraction) {
  static Item rounded(Value value) {
    return new Item(value, -1, 0);
  }

  /** As stated, but rounded where the type does not hold that many bits. */
  static Item of(Value value, int whole, int fraction) {
    boolean holds = !value.type().dtype().isFloat() || whole + fraction <= bits(value);
    return whole >= 0 && holds ? new Item(value, whole, fraction) : rounded(value);
  }

  private static int bits(Value value) {
    return switch (value.type().dtype()) {
      case F64 -> 30;
      case F32 -> 22;
      case F16 -> 10;
      case BF16 -> 7;
      default -> 3;
    };
  }

  boolean exact() {
    return whole >= 0;
  }

  /** The same elements, elsewhere. */
  Item moved(Value to) {
    return of(to, whole, fraction);
  }
}
