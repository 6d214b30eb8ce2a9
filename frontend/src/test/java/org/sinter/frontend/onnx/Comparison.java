package org.sinter.frontend.onnx;

import java.util.Arrays;
import org.sinter.ir.Tensor;

/** How far a result is from its reference. */
final class Comparison {
  private Comparison() {}

  /**
   * The largest difference relative to the largest reference value; rows whose {@code mask} is 0
   * are left out (null: none), infinite where types, shapes or NaNs differ.
   */
  static double error(Tensor expected, Tensor found, Tensor mask) {
    if (expected.type() != found.type() || !Arrays.equals(expected.shape(), found.shape())) {
      return Double.POSITIVE_INFINITY;
    }
    long row = mask == null ? 1 : expected.size() / mask.size();
    double largest = 0;
    double error = 0;
    for (long i = 0; i < expected.size(); i++) {
      if (mask == null || mask.integer(i / row) != 0) {
        largest = Math.max(largest, Math.abs(expected.real(i)));
        double difference = Math.abs(expected.real(i) - found.real(i));
        error = Math.max(error, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
      }
    }
    return error == 0 ? 0 : error / largest;
  }

  /** The first element outside {@code 1e-7 + 1e-3 * |expected|}, described; null when none is. */
  static String difference(Tensor expected, Tensor found) {
    if (expected.type() != found.type() || !Arrays.equals(expected.shape(), found.shape())) {
      return describe(found) + ", expected " + describe(expected);
    }
    for (long i = 0; i < expected.size(); i++) {
      double x = expected.real(i);
      double y = found.real(i);
      boolean near = Math.abs(x - y) <= 1e-7 + 1e-3 * Math.abs(x);
      boolean same =
          expected.type().isFloat()
              ? x == y || near || (Double.isNaN(x) && Double.isNaN(y))
              : expected.integer(i) == found.integer(i);
      if (!same) {
        return "element " + i + " is " + y + ", expected " + x;
      }
    }
    return null;
  }

  private static String describe(Tensor tensor) {
    return tensor.type() + Arrays.toString(tensor.shape());
  }
}
