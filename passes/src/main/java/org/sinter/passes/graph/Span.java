package org.sinter.passes.graph;

import org.sinter.ir.Bits;
import org.sinter.ir.DType;
import org.sinter.ir.Elements;
import org.sinter.ir.kernel.Binary;

/** What a number can be: {@code low <= x <= high}; truth values are 0 and 1. */
record Span(double low, double high) {
  static final Span ANY = new Span(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  static final Span TRUTH = new Span(0, 1);

  static Span of(double value) {
    return new Span(value, value);
  }

  static Span of(Elements elements) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (long i = 0; i < elements.size(); i++) {
      low = Math.min(low, elements.real(i));
      high = Math.max(high, elements.real(i));
    }
    return low <= high ? new Span(low, high) : ANY;
  }

  boolean is(double value) {
    return low == value && high == value;
  }

  boolean excludes(double value) {
    return value < low || high < value;
  }

  Span or(Span other) {
    return new Span(Math.min(low, other.low), Math.max(high, other.high));
  }

  Span negated() {
    return new Span(-high, -low);
  }

  Span not() {
    return new Span(1 - high, 1 - low);
  }

  /** As rounded to a type; rounding keeps order. */
  Span to(DType type) {
    if (type == DType.BOOL) {
      return is(0) ? this : excludes(0) ? of(1) : TRUTH;
    }
    if (type.isFloat()) {
      return new Span(Bits.round(type, low), Bits.round(type, high));
    }
    boolean small = Math.abs(low) < 100 && Math.abs(high) < 100;
    return small ? new Span((long) low, (long) high) : ANY;
  }

  /** {@code function} of two numbers; {@link #ANY} where that is not known. */
  static Span of(Binary.Function function, Span a, Span b, boolean truth) {
    return switch (function) {
      case ADD -> sum(a, b);
      case SUB -> sum(a, b.negated());
      case MUL -> product(a, b);
      case DIV -> b.low == b.high && b.low != 0 ? product(a, of(1 / b.low)) : ANY;
      case MIN -> new Span(Math.min(a.low, b.low), Math.min(a.high, b.high));
      case MAX -> new Span(Math.max(a.low, b.low), Math.max(a.high, b.high));
      case EQ -> a.low == a.high && b.is(a.low) ? of(1) : apart(a, b) ? of(0) : TRUTH;
      case LT -> a.high < b.low ? of(1) : b.high <= a.low ? of(0) : TRUTH;
      case LE -> a.high <= b.low ? of(1) : b.high < a.low ? of(0) : TRUTH;
      case AND -> truth ? new Span(Math.min(a.low, b.low), Math.min(a.high, b.high)) : ANY;
      case OR -> truth ? new Span(Math.max(a.low, b.low), Math.max(a.high, b.high)) : ANY;
      default -> ANY;
    };
  }

  private static boolean apart(Span a, Span b) {
    return a.high < b.low || b.high < a.low;
  }

  private static Span sum(Span a, Span b) {
    double low = a.low + b.low;
    double high = a.high + b.high;
    return Double.isNaN(low) || Double.isNaN(high) ? ANY : new Span(low, high);
  }

  /** Numbers that are multiplied are finite: 0 times any of them is 0. */
  private static Span product(Span a, Span b) {
    double[] ends = {
      times(a.low, b.low), times(a.low, b.high), times(a.high, b.low), times(a.high, b.high)
    };
    double low = Math.min(Math.min(ends[0], ends[1]), Math.min(ends[2], ends[3]));
    double high = Math.max(Math.max(ends[0], ends[1]), Math.max(ends[2], ends[3]));
    return new Span(low, high);
  }

  private static double times(double a, double b) {
    return a == 0 || b == 0 ? 0 : a * b;
  }
}
