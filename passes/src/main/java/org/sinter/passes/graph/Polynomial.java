package org.sinter.passes.graph;

import org.sinter.ir.DType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Combine;
import org.sinter.passes.Match;

/** A value as a polynomial of another one, of a degree up to 3. */
final class Polynomial {
  private static final int DEGREE = 3;
  private static final int MAX_DEPTH = 8;

  private Polynomial() {}

  /** Whether {@code value = c[0] + c[1] * x + …} to the precision of numbers in exports. */
  static boolean is(Value value, Value x, double... c) {
    double[] found = of(value, x, 0);
    boolean equal = found != null;
    for (int i = 0; equal && i <= DEGREE; i++) {
      equal = near(found[i], i < c.length ? c[i] : 0, value.type().dtype());
    }
    return equal;
  }

  private static boolean near(double a, double b, DType type) {
    return b == 0 ? Math.abs(a) < 1e-12 : Match.near(a, b, type);
  }

  private static double[] of(Value value, Value x, int depth) {
    Double literal = Match.literal(value);
    if (value == x || literal != null) {
      double[] result = new double[DEGREE + 1];
      result[value == x ? 1 : 0] = value == x ? 1 : literal;
      return result;
    }
    Value negated = Match.operand(value, Unary.Function.NEG);
    if (negated != null) {
      double[] a = of(negated, x, depth + 1);
      return a == null ? null : sum(new double[DEGREE + 1], a, -1);
    }
    return depth > MAX_DEPTH || !Match.is(value, Combine.class) ? null : combine(value, x, depth);
  }

  private static double[] combine(Value value, Value x, int depth) {
    double[] a = of(Match.input(value, 0), x, depth + 1);
    double[] b = a == null ? null : of(Match.input(value, 1), x, depth + 1);
    if (b == null) {
      return null;
    }
    return switch (Match.op(value, Combine.class).function()) {
      case ADD -> sum(a, b, 1);
      case SUB -> sum(a, b, -1);
      case MUL -> product(a, b);
      case DIV -> isNumber(b) ? sum(new double[DEGREE + 1], a, 1 / b[0]) : null;
      default -> null;
    };
  }

  private static boolean isNumber(double[] a) {
    return a[1] == 0 && a[2] == 0 && a[3] == 0 && a[0] != 0;
  }

  private static double[] sum(double[] a, double[] b, double factor) {
    double[] sum = a.clone();
    for (int i = 0; i <= DEGREE; i++) {
      sum[i] += factor * b[i];
    }
    return sum;
  }

  private static double[] product(double[] a, double[] b) {
    double[] product = new double[DEGREE + 1];
    for (int i = 0; i <= DEGREE; i++) {
      for (int j = 0; j <= DEGREE; j++) {
        if (a[i] != 0 && b[j] != 0) {
          if (i + j > DEGREE) {
            return null;
          }
          product[i + j] += a[i] * b[j];
        }
      }
    }
    return product;
  }
}
