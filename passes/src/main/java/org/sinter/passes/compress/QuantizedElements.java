package org.sinter.passes.compress;

import org.sinter.ir.DType;
import org.sinter.ir.Elements;

/**
 * A matrix in few bits, each element when it is read: {@code q = x / s} with the scale {@code s} of
 * its block, to the nearest integer, ties to even, no further than the type goes; with 8 bits no
 * further than 127 either way.
 */
record QuantizedElements(Elements exact, Blocks blocks, float[] scales, DType type)
    implements Elements {
  @Override
  public long size() {
    return exact.size();
  }

  @Override
  public long integer(long i) {
    float scale = scales[blocks.of(i)];
    return scale == 0 ? 0 : code(type, exact.real(i) / scale);
  }

  static long code(DType type, double steps) {
    int most = (1 << type.bits() - 1) - 1;
    int least = type.bits() < 8 ? -most - 1 : -most;
    return (long) Math.max(least, Math.min(most, Math.rint(steps)));
  }

  @Override
  public double real(long i) {
    return integer(i);
  }

  /** What stands for element {@code i}. */
  double value(long i) {
    return (double) integer(i) * scales[blocks.of(i)];
  }
}
