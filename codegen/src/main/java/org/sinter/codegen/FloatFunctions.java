package org.sinter.codegen;

import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.DType;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Unary;

/** Functions of floats in registers, each rounded to its type. */
record FloatFunctions(Body body, CpuLevel level, DType type) {
  Operand binary(Binary.Function function, Operand a, Operand b) {
    return switch (function) {
      case ADD -> round(body.binary("fadd", a, b));
      case SUB -> round(body.binary("fsub", a, b));
      case MUL -> round(body.binary("fmul", a, b));
      case DIV -> round(body.binary("fdiv", a, b));
      case FLOOR_DIV -> round(body.intrinsic("floor", body.binary("fdiv", a, b)));
      case MOD -> round(modulo(a, b));
      case REM -> round(math("FMOD", a, b));
      case POW -> round(math("POW", a, b));
      case MIN -> extreme("olt", a, b);
      case MAX -> extreme("ogt", a, b);
      case EQ -> body.compare("oeq", a, b);
      case LT -> body.compare("olt", a, b);
      case LE -> body.compare("ole", a, b);
      default -> throw new IllegalStateException(function + " of " + type);
    };
  }

  /** {@code a * b + c}: rounded once where the level has the instruction. */
  Operand multiplyAdd(Operand a, Operand b, Operand c) {
    return level.hasFma()
        ? body.intrinsic("fma", a, b, c)
        : body.binary("fadd", body.binary("fmul", a, b), c);
  }

  /** {@code a} where it is a NaN; {@code b} where that is one, because it is not less. */
  private Operand extreme(String predicate, Operand a, Operand b) {
    if (isNumberButZero(b)) {
      return body.select(body.compare(predicate, b, a), b, a);
    }
    Operand chosen = body.select(body.compare(predicate, a, b), a, b);
    return body.select(body.compare("uno", a, a), a, chosen);
  }

  /** Zeros would have to keep their sign. */
  private static boolean isNumberButZero(Operand a) {
    return a.isLiteral() && a.lanes() == 1 && Math.abs(a.real()) > 0;
  }

  /** The remainder with the divisor's sign. */
  private Operand modulo(Operand a, Operand b) {
    Operand rest = math("FMOD", a, b);
    Operand opposite =
        body.binary("xor", body.compare("olt", rest, zero()), body.compare("olt", b, zero()));
    Operand moved = body.select(opposite, body.binary("fadd", rest, b), rest);
    Operand isZero = body.compare("oeq", rest, zero());
    return body.select(isZero, body.intrinsic("copysign", zero(), b), moved);
  }

  Operand unary(Unary.Function function, Operand a) {
    return switch (function) {
      case NEG -> round(body.assign(a.type(), a.lanes(), "fneg " + a.typed()));
      case ABS -> body.intrinsic("fabs", a);
      case SIGN -> sign(a);
      case FLOOR -> round(body.intrinsic("floor", a));
      case CEIL -> round(body.intrinsic("ceil", a));
      case TRUNC -> body.intrinsic("trunc", a);
      case ROUND -> round(body.intrinsic("roundeven", a));
      case SQRT -> round(body.intrinsic("sqrt", a));
      case NOT, BIT_NOT -> throw new IllegalStateException(function + " of " + type);
      default -> round(math(function.name(), a));
    };
  }

  private Operand sign(Operand a) {
    Operand one = Operand.real(a.type(), 1);
    Operand minus = Operand.real(a.type(), -1);
    Operand negative = body.select(body.compare("olt", a, zero()), minus, a);
    return round(body.select(body.compare("ogt", a, zero()), one, negative));
  }

  private Operand math(String function, Operand... operands) {
    return MathCall.of(body, function, operands);
  }

  private Operand round(Operand a) {
    return type.bits() >= 32 ? a : new NarrowFloats(body, level, type).round(a, true);
  }

  private Operand zero() {
    return Operand.real(Operand.register(type), 0);
  }
}
