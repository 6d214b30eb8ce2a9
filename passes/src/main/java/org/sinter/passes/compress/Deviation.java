package org.sinter.passes.compress;

import java.util.Locale;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;
import org.sinter.ir.Elements;

/**
 * How far a compressed tensor is from the exact one.
 *
 * @param largest the largest relative error of an element
 * @param rms the root of the squared errors' sum over the squared elements' sum
 */
record Deviation(double largest, double rms) {
  /** Elements whose errors are summed one after the other. */
  private static final long BLOCK = 1 << 14;

  /** Over all elements, in an order that does not depend on the machine. */
  static Deviation of(Elements exact, LongToDoubleFunction compressed) {
    double[][] parts =
        LongStream.range(0, (exact.size() + BLOCK - 1) / BLOCK)
            .parallel()
            .mapToObj(block -> block(exact, compressed, block))
            .toArray(double[][]::new);
    double[] sum = new double[3];
    for (double[] part : parts) {
      sum[0] = Math.max(sum[0], part[0]);
      sum[1] += part[1];
      sum[2] += part[2];
    }
    return new Deviation(sum[0], sum[2] == 0 ? 0 : Math.sqrt(sum[1] / sum[2]));
  }

  /** The largest relative error, the sum of squared errors, the sum of squares. */
  private static double[] block(Elements elements, LongToDoubleFunction compressed, long block) {
    double[] sum = new double[3];
    for (long i = block * BLOCK; i < Math.min(elements.size(), (block + 1) * BLOCK); i++) {
      double exact = elements.real(i);
      double off = Math.abs(compressed.applyAsDouble(i) - exact);
      sum[0] = exact == 0 || !(off >= 0) ? sum[0] : Math.max(sum[0], off / Math.abs(exact));
      sum[1] += off * off;
      sum[2] += exact * exact;
    }
    return sum;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "relative error at most %.1e, rms %.1e", largest, rms);
  }
}
