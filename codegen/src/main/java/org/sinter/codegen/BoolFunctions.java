package org.sinter.codegen;

import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Unary;

/** Functions of bools: those of the integers 0 and 1, where not zero is 1. */
record BoolFunctions(Body body) {
  Operand binary(Binary.Function function, Operand a, Operand b) {
    return switch (function) {
      case ADD, OR, MAX -> or(a, b);
      case MUL, AND, MIN, DIV, FLOOR_DIV -> and(a, b);
      case SUB, XOR -> body.binary("xor", a, b);
      case REM, MOD -> Operand.FALSE;
      case POW -> or(a, body.not(b));
      case SHL -> a;
      case SHR -> and(a, body.not(b));
      case EQ -> body.compare("eq", a, b);
      case LT -> and(body.not(a), b);
      case LE -> or(body.not(a), b);
    };
  }

  private Operand and(Operand a, Operand b) {
    if (a.equals(Operand.TRUE) || b.equals(Operand.FALSE)) {
      return b;
    }
    return b.equals(Operand.TRUE) || a.equals(Operand.FALSE) ? a : body.binary("and", a, b);
  }

  private Operand or(Operand a, Operand b) {
    if (a.equals(Operand.FALSE) || b.equals(Operand.TRUE)) {
      return b;
    }
    return b.equals(Operand.FALSE) || a.equals(Operand.TRUE) ? a : body.binary("or", a, b);
  }

  Operand unary(Unary.Function function, Operand a) {
    return switch (function) {
      case NEG, ABS, SIGN, FLOOR, CEIL, TRUNC, ROUND -> a;
      case NOT, BIT_NOT -> body.not(a);
      default -> throw new IllegalStateException(function + " of bool");
    };
  }
}
