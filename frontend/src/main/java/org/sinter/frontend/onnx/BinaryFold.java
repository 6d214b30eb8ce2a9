package org.sinter.frontend.onnx;

import org.sinter.ir.Bits;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.kernel.Binary;

/** Functions of two known elements of one type. */
final class BinaryFold {
  private final DType type;
  private final Decide decide;

  BinaryFold(DType type, Decide decide) {
    this.type = type;
    this.decide = decide;
  }

  /** {@code function(a, b)}, or null when that is not known. */
  Scalar apply(Binary.Function function, Scalar a, Scalar b) {
    if (a.isConstant() && b.isConstant()) {
      return type.isFloat()
          ? real(function, a.real(), b.real())
          : integer(function, a.dim().value(), b.dim().value());
    }
    Scalar.Exact x = a.exact();
    Scalar.Exact y = b.exact();
    if (x == null || y == null || type.kind() == DType.Kind.BOOL) {
      return null;
    }
    try {
      return symbolic(function, x, y);
    } catch (ArithmeticException | IllegalArgumentException e) {
      return null;
    }
  }

  private Scalar real(Binary.Function function, double a, double b) {
    double result =
        switch (function) {
          case ADD -> a + b;
          case SUB -> a - b;
          case MUL -> a * b;
          case DIV -> a / b;
          case POW -> Math.pow(a, b);
          case MIN -> Math.min(a, b);
          case MAX -> Math.max(a, b);
          default -> Double.NaN;
        };
    if (function.isComparison()) {
      return Scalar.of(compare(function, Double.compare(a, b) == 0 || a == b, a < b));
    }
    return Double.isNaN(result) ? null : new Scalar.Real(Bits.round(type, result));
  }

  private static boolean compare(Binary.Function function, boolean equal, boolean less) {
    return switch (function) {
      case EQ -> equal;
      case LT -> less;
      default -> less || equal;
    };
  }

  private Scalar integer(Binary.Function function, long a, long b) {
    if (type == DType.U64 && (a < 0 || b < 0)) {
      return null;
    }
    if (function.isComparison()) {
      return Scalar.of(compare(function, a == b, a < b));
    }
    Long result =
        switch (function) {
          case ADD -> a + b;
          case SUB -> a - b;
          case MUL -> a * b;
          case DIV -> b == 0 ? null : Long.valueOf(a / b);
          case REM -> b == 0 ? null : Long.valueOf(a % b);
          case FLOOR_DIV -> b == 0 ? null : Long.valueOf(Math.floorDiv(a, b));
          case MOD -> b == 0 ? null : Long.valueOf(Math.floorMod(a, b));
          case MIN -> Math.min(a, b);
          case MAX -> Math.max(a, b);
          case AND -> a & b;
          case OR -> a | b;
          case XOR -> a ^ b;
          case POW -> b < 0 || b > 62 ? null : Long.valueOf((long) Math.pow(a, b));
          default -> null;
        };
    return result == null ? null : Scalar.of(Dim.of(Bits.wrap(type, result)));
  }

  private Scalar symbolic(Binary.Function function, Scalar.Exact a, Scalar.Exact b) {
    Dim left = a.numerator().times(b.denominator());
    Dim right = b.numerator().times(a.denominator());
    Dim below = a.denominator().times(b.denominator());
    return switch (function) {
      case ADD -> Scalar.quotient(left.plus(right), below);
      case SUB -> Scalar.quotient(left.minus(right), below);
      case MUL -> Scalar.quotient(a.numerator().times(b.numerator()), below);
      case DIV -> type.isFloat() ? Scalar.quotient(left, right) : division(left, right);
      case FLOOR_DIV -> Scalar.of(left.floorDiv(right));
      case MOD -> below.is(1) ? Scalar.of(left.mod(right)) : null;
      case REM -> nonNegative(left, right) && below.is(1) ? Scalar.of(left.mod(right)) : null;
      case MIN -> Scalar.quotient(decide.min(left, right), below);
      case MAX -> Scalar.quotient(decide.max(left, right), below);
      case EQ -> decide.equal(left, right);
      case LT -> decide.less(left, right);
      case LE -> decide.less(left, right.plus(1));
      case POW -> b.isConstant() && b.dim().is(2) ? apply(Binary.Function.MUL, a, a) : null;
      default -> null;
    };
  }

  private boolean nonNegative(Dim left, Dim right) {
    return decide.isNotNegative(left) && right.lowerBound() > 0;
  }

  private Scalar division(Dim left, Dim right) {
    Dim exact = right.is(0) ? null : left.exactQuotient(right);
    if (exact != null) {
      return Scalar.of(exact);
    }
    return nonNegative(left, right) ? Scalar.of(left.floorDiv(right)) : null;
  }
}
