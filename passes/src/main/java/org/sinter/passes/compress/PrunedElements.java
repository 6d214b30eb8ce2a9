package org.sinter.passes.compress;

import java.util.stream.LongStream;
import org.sinter.ir.DType;
import org.sinter.ir.Elements;

/** A matrix with some blocks zero. */
record PrunedElements(Elements exact, BlockMask dropped) implements Elements {
  @Override
  public DType type() {
    return exact.type();
  }

  @Override
  public long size() {
    return exact.size();
  }

  @Override
  public double real(long i) {
    return dropped.has(i) ? 0 : exact.real(i);
  }

  @Override
  public long integer(long i) {
    return dropped.has(i) ? 0 : exact.integer(i);
  }

  /** Whether anything that goes was not zero before. */
  boolean changes() {
    return LongStream.range(0, size()).anyMatch(i -> dropped.has(i) && exact.real(i) != 0);
  }

  /** The part of the elements that is zero now. */
  double zeros() {
    long zeros = 0;
    for (long i = 0; i < size(); i++) {
      zeros += dropped.has(i) ? 1 : 0;
    }
    return (double) zeros / size();
  }
}
