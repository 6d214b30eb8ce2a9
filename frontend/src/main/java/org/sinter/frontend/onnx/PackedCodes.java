package org.sinter.frontend.onnx;

import org.sinter.ir.DType;
import org.sinter.ir.Elements;

/**
 * Codes that lie in bytes, the first in the low bits, read as signed: {@code code - 2^(bits - 1)}.
 */
record PackedCodes(Elements bytes, DType type) implements Elements {
  @Override
  public long size() {
    return bytes.size() * (8 / type.bits());
  }

  @Override
  public long integer(long i) {
    long bit = i * type.bits();
    long code = bytes.integer(bit / 8) >> bit % 8;
    return (code & (1L << type.bits()) - 1) - (1L << type.bits() - 1);
  }

  @Override
  public double real(long i) {
    return integer(i);
  }
}
