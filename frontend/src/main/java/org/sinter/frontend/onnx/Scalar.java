package org.sinter.frontend.onnx;

import org.sinter.ir.Dim;

/** What import knows of one element: a number, or a quotient of dims. */
sealed interface Scalar {
  /** A float. */
  record Real(double value) implements Scalar {}

  /** {@code numerator / denominator}, positive below; integers and bools have denominator 1. */
  record Exact(Dim numerator, Dim denominator) implements Scalar {
    boolean isInteger() {
      return denominator.is(1);
    }
  }

  static Scalar of(Dim dim) {
    return new Exact(dim, Dim.ONE);
  }

  static Scalar of(boolean value) {
    return of(value ? Dim.ONE : Dim.ZERO);
  }

  /** {@code a / b}, reduced when the division is exact; null unless {@code b} is positive. */
  static Scalar quotient(Dim a, Dim b) {
    if (b.lowerBound() <= 0) {
      return b.times(-1).lowerBound() > 0 ? quotient(a.times(-1), b.times(-1)) : null;
    }
    Dim exact = a.exactQuotient(b);
    return exact == null ? new Exact(a, b) : of(exact);
  }

  /** The integer's dim, or null. */
  default Dim dim() {
    return this instanceof Exact e && e.isInteger() ? e.numerator : null;
  }

  default boolean isConstant() {
    return this instanceof Real || (dim() != null && dim().isConstant());
  }

  /** A constant as a double. */
  default double real() {
    return this instanceof Real r ? r.value : dim().value();
  }

  /** This number as a quotient, or null for floats with too fine a fraction. */
  default Exact exact() {
    if (this instanceof Exact e) {
      return e;
    }
    double value = ((Real) this).value;
    for (long scale = 1; scale <= 1 << 20; scale *= 2) {
      double scaled = value * scale;
      if (scaled == Math.rint(scaled) && Math.abs(scaled) < 1L << 50) {
        return (Exact) quotient(Dim.of((long) scaled), Dim.of(scale));
      }
    }
    return null;
  }
}
