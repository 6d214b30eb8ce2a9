package org.sinter.frontend.onnx;

import org.sinter.ir.Bits;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.kernel.Unary;

/** Functions of one known element. */
final class UnaryFold {
  private UnaryFold() {}

  /** {@code function(value)} in {@code type}, or null. */
  static Scalar apply(Unary.Function function, DType type, Scalar value) {
    if (value instanceof Scalar.Real r) {
      double result = real(function, r.value());
      return Double.isNaN(result) ? null : new Scalar.Real(Bits.round(type, result));
    }
    return exact(function, type, (Scalar.Exact) value);
  }

  private static Scalar exact(Unary.Function function, DType type, Scalar.Exact value) {
    Dim a = value.numerator();
    Dim b = value.denominator();
    return switch (function) {
      case NEG -> type.kind() == DType.Kind.UNSIGNED ? null : new Scalar.Exact(a.times(-1), b);
      case NOT -> Scalar.of(a.is(0));
      case FLOOR -> Scalar.of(a.floorDiv(b));
      case CEIL -> Scalar.of(a.times(-1).floorDiv(b).times(-1));
      case ROUND -> b.is(1) ? value : null;
      case TRUNC -> b.is(1) ? value : a.lowerBound() >= 0 ? Scalar.of(a.floorDiv(b)) : null;
      case ABS -> abs(value);
      case SIGN -> sign(a);
      case BIT_NOT -> value.isConstant() ? Scalar.of(Dim.of(Bits.wrap(type, ~a.value()))) : null;
      default -> null;
    };
  }

  private static Scalar abs(Scalar.Exact value) {
    Dim a = value.numerator();
    if (a.lowerBound() >= 0) {
      return value;
    }
    return a.times(-1).lowerBound() >= 0
        ? new Scalar.Exact(a.times(-1), value.denominator())
        : null;
  }

  private static Scalar sign(Dim a) {
    if (a.is(0)) {
      return Scalar.of(a);
    }
    if (a.lowerBound() > 0) {
      return Scalar.of(Dim.ONE);
    }
    return a.times(-1).lowerBound() > 0 ? Scalar.of(Dim.of(-1)) : null;
  }

  private static double real(Unary.Function function, double x) {
    return switch (function) {
      case NEG -> -x;
      case ABS -> Math.abs(x);
      case SIGN -> Math.signum(x);
      case FLOOR -> Math.floor(x);
      case CEIL -> Math.ceil(x);
      case TRUNC -> x < 0 ? Math.ceil(x) : Math.floor(x);
      case ROUND -> Math.rint(x);
      case SQRT -> Math.sqrt(x);
      case EXP -> Math.exp(x);
      case LOG -> Math.log(x);
      case TANH -> Math.tanh(x);
      case SIN -> Math.sin(x);
      case COS -> Math.cos(x);
      default -> Double.NaN;
    };
  }
}
