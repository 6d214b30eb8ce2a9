package org.sinter.passes.compress;

import java.util.function.DoubleUnaryOperator;
import org.sinter.ir.interp.Erf;
import org.sinter.ir.op.Apply;
import org.sinter.ir.op.Gelu;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Silu;

/** What an op does to each element by itself, as a function of numbers. */
final class Bends {
  private Bends() {}

  /** Null for an op that is nothing of this kind, or too rare. */
  static DoubleUnaryOperator of(Op op) {
    if (op instanceof Silu) {
      return x -> x * logistic(x);
    }
    if (op instanceof Gelu gelu) {
      return gelu.form() == Gelu.Form.SIGMOID ? x -> x * logistic(1.702 * x) : Bends::gelu;
    }
    return op instanceof Apply apply ? of(apply) : null;
  }

  private static DoubleUnaryOperator of(Apply apply) {
    return switch (apply.function()) {
      case NEG -> x -> -x;
      case ABS -> Math::abs;
      case EXP -> Math::exp;
      case TANH -> Math::tanh;
      case ERF -> Erf::erf;
      case GELU -> Bends::gelu;
      default -> null;
    };
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double gelu(double x) {
    return x * 0.5 * (1 + Erf.erf(x / Math.sqrt(2)));
  }
}
