package org.sinter.passes.compress;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.stream.LongStream;
import org.sinter.ir.Bits;
import org.sinter.ir.DType;
import org.sinter.ir.Elements;

/** Elements rounded to a narrower float type, each when it is read. */
record RoundedElements(Elements elements, DType type) implements Elements {
  /** Elements whose errors are summed one after the other. */
  private static final long BLOCK = 1 << 14;

  /**
   * How far rounding moves a tensor's elements.
   *
   * @param largest the largest relative error of an element
   * @param rms the root of the squared errors' sum over the squared elements' sum
   */
  record Error(double largest, double rms) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "relative error at most %.1e, rms %.1e", largest, rms);
    }
  }

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

  /** Over all elements, in an order that does not depend on the machine. */
  Error error() {
    double[][] parts =
        LongStream.range(0, (size() + BLOCK - 1) / BLOCK)
            .parallel()
            .mapToObj(this::block)
            .toArray(double[][]::new);
    double[] sum = new double[3];
    for (double[] part : parts) {
      sum[0] = Math.max(sum[0], part[0]);
      sum[1] += part[1];
      sum[2] += part[2];
    }
    return new Error(sum[0], sum[2] == 0 ? 0 : Math.sqrt(sum[1] / sum[2]));
  }

  /** The largest relative error, the sum of squared errors, the sum of squares. */
  private double[] block(long block) {
    double[] sum = new double[3];
    for (long i = block * BLOCK; i < Math.min(size(), (block + 1) * BLOCK); i++) {
      double exact = elements.real(i);
      double off = Math.abs(round(exact) - exact);
      sum[0] = exact == 0 || !(off >= 0) ? sum[0] : Math.max(sum[0], off / Math.abs(exact));
      sum[1] += off * off;
      sum[2] += exact * exact;
    }
    return sum;
  }
}
