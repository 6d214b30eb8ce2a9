package org.sinter.passes.graph;

import org.sinter.ir.DType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Iota;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Transpose;
import org.sinter.passes.Match;

/** Lower bounds of integers that are made of indices and literals. */
final class Bounds {
  private static final int MAX_DEPTH = 16;

  private Bounds() {}

  /** True when {@code a <= b} for all elements, false when for none, null when not known. */
  static Boolean lessOrEqual(Value a, Value b) {
    Double left = Match.literal(a);
    Double right = Match.literal(b);
    if (left != null && right != null) {
      return left <= right;
    }
    if (left != null && left <= lower(b, 0)) {
      return true;
    }
    return right != null && right < lower(a, 0) ? Boolean.FALSE : null;
  }

  private static double lower(Value value, int depth) {
    Double literal = Match.literal(value);
    if (literal != null || depth > MAX_DEPTH) {
      return literal != null ? literal : Double.NEGATIVE_INFINITY;
    }
    boolean same =
        Match.is(value, Reshape.class)
            || Match.is(value, Expand.class)
            || Match.is(value, Transpose.class)
            || widened(value);
    if (same) {
      return lower(Match.input(value, 0), depth + 1);
    }
    Combine combine = Match.op(value, Combine.class);
    if (combine == null) {
      return Match.is(value, Iota.class) ? 0 : Double.NEGATIVE_INFINITY;
    }
    double a = lower(Match.input(value, 0), depth + 1);
    double b = lower(Match.input(value, 1), depth + 1);
    return switch (combine.function()) {
      case ADD -> a + b;
      case MUL -> a >= 0 && b >= 0 ? a * b : Double.NEGATIVE_INFINITY;
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      default -> Double.NEGATIVE_INFINITY;
    };
  }

  /** Whether {@code value} is an integer in a type that is not narrower. */
  static boolean widened(Value value) {
    Convert convert = Match.op(value, Convert.class);
    if (convert == null || !convert.to().isInteger()) {
      return false;
    }
    DType from = Match.input(value, 0).type().dtype();
    return from.isInteger() && convert.to().bits() >= Math.min(from.bits(), 32);
  }
}
