package org.sinter.ir.interp;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Unary;

/** Functions of doubles. */
final class Reals {
  private static final double LN2 = Math.log(2);

  private Reals() {}

  static DoubleUnaryOperator unary(Unary.Function function) {
    return switch (function) {
      case NEG -> x -> -x;
      case ABS -> Math::abs;
      case SIGN -> Math::signum;
      case FLOOR -> Math::floor;
      case CEIL -> Math::ceil;
      case TRUNC -> x -> x < 0 ? Math.ceil(x) : Math.floor(x);
      case ROUND -> Math::rint;
      case SQRT -> Math::sqrt;
      case EXP -> Math::exp;
      case LOG -> Math::log;
      case ERF -> Erf::erf;
      case TANH -> Math::tanh;
      case SIN -> Math::sin;
      case COS -> Math::cos;
      case TAN -> Math::tan;
      case ASIN -> Math::asin;
      case ACOS -> Math::acos;
      case ATAN -> Math::atan;
      case SINH -> Math::sinh;
      case COSH -> Math::cosh;
      case ASINH -> Reals::asinh;
      case ACOSH -> Reals::acosh;
      case ATANH -> x -> Math.log1p(2 * x / (1 - x)) / 2;
      case EXP2 -> x -> Math.pow(2, x);
      case GELU -> Reals::gelu;
      case NOT, BIT_NOT -> throw new IllegalArgumentException(function + " of floats");
    };
  }

  /** {@code max(x, 0) - |x| erfc(|x| / sqrt 2) / 2}: small numbers keep their digits. */
  private static double gelu(double x) {
    double a = Math.min(Math.abs(x), 40);
    return (x < 0 ? 0 : x) - 0.5 * a * Erf.erfc(a * Math.sqrt(0.5));
  }

  private static double asinh(double x) {
    double a = Math.abs(x);
    double value =
        a > 1e150 ? Math.log(a) + LN2 : Math.log1p(a + a * a / (1 + Math.sqrt(a * a + 1)));
    return Math.copySign(value, x);
  }

  private static double acosh(double x) {
    double t = x - 1;
    return x > 1e150 ? Math.log(x) + LN2 : Math.log1p(t + Math.sqrt(2 * t + t * t));
  }

  static DoubleBinaryOperator binary(Binary.Function function) {
    return switch (function) {
      case ADD -> (a, b) -> a + b;
      case SUB -> (a, b) -> a - b;
      case MUL -> (a, b) -> a * b;
      case DIV -> (a, b) -> a / b;
      case FLOOR_DIV -> (a, b) -> Math.floor(a / b);
      case MOD -> Reals::mod;
      case REM -> (a, b) -> a % b;
      case POW -> Reals::pow;
      case MIN -> Math::min;
      case MAX -> Math::max;
      default -> throw new IllegalArgumentException(function + " of floats");
    };
  }

  private static double mod(double a, double b) {
    double rest = a % b;
    if (rest == 0) {
      return Math.copySign(0.0, b);
    }
    return (rest < 0) == (b < 0) ? rest : rest + b;
  }

  /** As C's: {@code pow(1, anything)} and {@code pow(-1, infinity)} are 1. */
  static double pow(double a, double b) {
    return a == 1 || (a == -1 && Double.isInfinite(b)) ? 1 : Math.pow(a, b);
  }
}
