package org.sinter.frontend.onnx;

import java.util.Map;
import org.sinter.ir.Dim;

/** Comparisons of dims for all values that their symbols may take. */
final class Decide {
  private final Map<String, Long> max;
  private String undecided;

  /** {@code max} holds upper bounds of some symbols. */
  Decide(Map<String, Long> max) {
    this.max = max;
  }

  /** 1, 0, or null when it depends on the symbols. */
  Scalar less(Dim a, Dim b) {
    if (lessOrEqual(a.plus(1), b)) {
      return Scalar.of(true);
    }
    return lessOrEqual(b, a) ? Scalar.of(false) : depends(a + " < " + b);
  }

  /** 1, 0, or null when it depends on the symbols. */
  Scalar equal(Dim a, Dim b) {
    if (a.equals(b)) {
      return Scalar.of(true);
    }
    boolean differs = lessOrEqual(a.plus(1), b) || lessOrEqual(b.plus(1), a);
    return differs ? Scalar.of(false) : depends(a + " = " + b);
  }

  /** Whether {@code a <= b} surely, bounds included. */
  boolean lessOrEqual(Dim a, Dim b) {
    return a.lessOrEqual(b) || lowered(b.minus(a)).lowerBound() >= 0;
  }

  Dim min(Dim a, Dim b) {
    if (lessOrEqual(a, b)) {
      return a;
    }
    return lessOrEqual(b, a) ? b : a.min(b);
  }

  Dim max(Dim a, Dim b) {
    if (lessOrEqual(a, b)) {
      return b;
    }
    return lessOrEqual(b, a) ? a : a.max(b);
  }

  boolean isNegative(Dim a) {
    return lessOrEqual(a.plus(1), Dim.ZERO);
  }

  boolean isNotNegative(Dim a) {
    return lessOrEqual(Dim.ZERO, a);
  }

  /** Bounded symbols as {@code max - slack}, where their sign makes that the useful end. */
  private Dim lowered(Dim difference) {
    return difference.substitute(
        name -> {
          Long most = max.get(name);
          return most == null ? null : Dim.of(most).minus(Dim.symbolFromZero("slack " + name));
        });
  }

  private Scalar depends(String condition) {
    undecided = condition;
    return null;
  }

  /** The last condition that could not be decided, or null. */
  String undecided() {
    return undecided;
  }

  void because(String condition) {
    undecided = condition;
  }

  void forget() {
    undecided = null;
  }
}
