package org.sinter.cli;

import java.util.Arrays;
import org.sinter.ir.Tensor;

/**
 * Whether a result is what ONNX's test runner accepts: {@code |x - y| <= absolute + relative *
 * |x|}.
 */
record Closeness(double absolute, double relative) {
  /** The tolerance of ONNX's own runner. */
  static final Closeness STANDARD = new Closeness(1e-7, 1e-3);

  /** What is wrong with {@code found}, or null. */
  String difference(Tensor expected, Tensor found) {
    if (expected.type() != found.type() || !Arrays.equals(expected.shape(), found.shape())) {
      return describe(found) + ", expected " + describe(expected);
    }
    for (long i = 0; i < expected.size(); i++) {
      boolean same =
          expected.type().isFloat()
              ? near(expected.real(i), found.real(i))
              : expected.integer(i) == found.integer(i);
      if (!same) {
        return "element " + i + " is " + found.real(i) + ", expected " + expected.real(i);
      }
    }
    return null;
  }

  private boolean near(double x, double y) {
    return x == y
        || Math.abs(x - y) <= absolute + relative * Math.abs(x)
        || (Double.isNaN(x) && Double.isNaN(y));
  }

  private static String describe(Tensor tensor) {
    return tensor.type() + Arrays.toString(tensor.shape());
  }
}
