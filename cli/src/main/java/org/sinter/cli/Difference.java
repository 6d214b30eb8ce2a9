package org.sinter.cli;

import java.util.Arrays;
import org.sinter.ir.Tensor;

/**
 * How far a result is from its reference.
 *
 * @param absolute the largest |found - expected|
 * @param relative that, divided by the largest |expected|
 * @param compared elements looked at
 */
public record Difference(double absolute, double relative, long compared) {
  /** Where {@code mask} (leading dims of the tensors) is given, only where it is not 0. */
  public static Difference of(Tensor expected, Tensor found, Tensor mask) {
    if (!Arrays.equals(expected.shape(), found.shape())) {
      throw new IllegalArgumentException(
          "shape is "
              + Arrays.toString(found.shape())
              + ", expected "
              + Arrays.toString(expected.shape()));
    }
    long inner = inner(expected, mask);
    double worst = 0;
    double largest = 0;
    long compared = 0;
    for (long i = 0; i < expected.size(); i++) {
      if (inner == 0 || mask.integer(i / inner) != 0) {
        double e = expected.real(i);
        worst = Math.max(worst, distance(e, found.real(i)));
        largest = Double.isInfinite(e) ? largest : Math.max(largest, Math.abs(e));
        compared++;
      }
    }
    return new Difference(worst, worst == 0 ? 0 : worst / Math.max(largest, 1e-30), compared);
  }

  /** Elements for each element of the mask; 0: there is no mask for this tensor. */
  private static long inner(Tensor expected, Tensor mask) {
    if (mask == null || expected.shape().length < mask.shape().length) {
      return 0;
    }
    long[] leading = Arrays.copyOf(expected.shape(), mask.shape().length);
    return Arrays.equals(leading, mask.shape()) ? expected.size() / Math.max(1, mask.size()) : 0;
  }

  private static double distance(double expected, double found) {
    if (expected == found || (Double.isNaN(expected) && Double.isNaN(found))) {
      return 0;
    }
    double distance = Math.abs(expected - found);
    return Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance;
  }
}
