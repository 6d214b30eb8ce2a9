package org.sinter.passes.compress;

import java.nio.ByteBuffer;
import org.sinter.ir.Bits;
import org.sinter.ir.DType;
import org.sinter.ir.Elements;

/** Elements rounded to a narrower float type, each when it is read. */
record RoundedElements(Elements elements, DType type) implements Elements {
  @Override
  public long size() {
    return elements.size();
  }

  @Override
  public double real(long i) {
    return round(elements.real(i));
  }

  @Override
  public long integer(long i) {
    return (long) real(i);
  }

  private double round(double value) {
    boolean single = elements.type() == DType.F32 && type == DType.BF16;
    return single ? Float.intBitsToFloat(bits((float) value) << 16) : Bits.round(type, value);
  }

  /** The bf16 code of a float: ties to even, NaNs stay such. */
  private static int bits(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (value != value) {
      return bits >>> 16 & 0x8000 | 0x7fc0;
    }
    return bits + 0x7fff + (bits >>> 16 & 1) >>> 16;
  }

  @Override
  public void read(long first, int count, ByteBuffer to) {
    if (elements.type() != DType.F32 || type != DType.BF16) {
      Elements.super.read(first, count, to);
      return;
    }
    for (long i = first; i < first + count; i++) {
      to.putShort((short) bits((float) elements.real(i)));
    }
  }

  Deviation error() {
    return Deviation.of(elements, this::real);
  }
}
