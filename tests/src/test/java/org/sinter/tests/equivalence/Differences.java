package org.sinter.tests.equivalence;

import java.util.Arrays;
import java.util.Map;
import org.sinter.ir.DType;
import org.sinter.ir.Tensor;

/** Where results differ: integers at all, floats by more than their type explains. */
final class Differences {
  private Differences() {}

  /** The first difference as text, or null. */
  static String of(Map<String, Tensor> expected, Map<String, Tensor> found) {
    for (Map.Entry<String, Tensor> e : expected.entrySet()) {
      String wrong = of(e.getValue(), found.get(e.getKey()));
      if (wrong != null) {
        return e.getKey() + wrong;
      }
    }
    return null;
  }

  static String of(Tensor expected, Tensor found) {
    if (expected.type() != found.type() || !Arrays.equals(expected.shape(), found.shape())) {
      return " is "
          + found.type()
          + Arrays.toString(found.shape())
          + ", expected "
          + expected.type()
          + Arrays.toString(expected.shape());
    }
    for (long i = 0; i < expected.size(); i++) {
      if (!same(expected, found, i)) {
        return "["
            + i
            + "] of "
            + expected.type()
            + Arrays.toString(expected.shape())
            + " is "
            + found.real(i)
            + ", expected "
            + expected.real(i);
      }
    }
    return null;
  }

  private static boolean same(Tensor expected, Tensor found, long i) {
    if (!expected.type().isFloat()) {
      return expected.integer(i) == found.integer(i);
    }
    double a = expected.real(i);
    double b = found.real(i);
    boolean equal = a == b || (Double.isNaN(a) && Double.isNaN(b));
    return equal || Math.abs(a - b) <= tolerance(expected.type()) * Math.max(1, Math.abs(a));
  }

  private static double tolerance(DType type) {
    return switch (type) {
      case F64 -> 1e-3;
      case F32 -> 1e-3;
      case F16 -> 0.03;
      case BF16 -> 0.2;
      default -> 2;
    };
  }
}
