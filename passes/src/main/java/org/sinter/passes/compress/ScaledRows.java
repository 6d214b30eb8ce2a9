package org.sinter.passes.compress;

import org.sinter.ir.DType;
import org.sinter.ir.Elements;

/**
 * A matrix whose row {@code i} is multiplied by {@code factors[i]}, each element when it is read.
 */
record ScaledRows(Elements matrix, float[] factors, long columns) implements Elements {
  @Override
  public DType type() {
    return matrix.type();
  }

  @Override
  public long size() {
    return matrix.size();
  }

  @Override
  public double real(long i) {
    return (float) matrix.real(i) * factors[(int) (i / columns)];
  }

  @Override
  public long integer(long i) {
    return (long) real(i);
  }
}
