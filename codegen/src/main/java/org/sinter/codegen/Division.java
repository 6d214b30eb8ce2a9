package org.sinter.codegen;

import org.sinter.ir.kernel.Binary;

/**
 * Total division of integers: a divisor 0 gives 0, and the smallest number divided by -1 wraps.
 *
 * @param register {@code i32} or {@code i64}
 */
record Division(Body body, String register, boolean signed) {
  private enum Divisor {
    POWER_OF_TWO,
    POSITIVE,
    ANY
  }

  Operand of(Binary.Function function, Operand a, Operand b) {
    Divisor divisor = divisor(b);
    if (!signed) {
      return unsigned(isQuotient(function), divisor, a, b);
    }
    return switch (function) {
      case DIV -> quotient(divisor, a, b);
      case REM -> remainder(divisor, a, b);
      case FLOOR_DIV -> floorDivide(divisor, a, b);
      default -> modulo(divisor, a, b);
    };
  }

  private static boolean isQuotient(Binary.Function function) {
    return function == Binary.Function.DIV || function == Binary.Function.FLOOR_DIV;
  }

  private static Divisor divisor(Operand b) {
    if (!b.isLiteral() || b.lanes() > 1 || b.value() <= 0) {
      return Divisor.ANY;
    }
    return Long.bitCount(b.value()) == 1 ? Divisor.POWER_OF_TWO : Divisor.POSITIVE;
  }

  private Operand unsigned(boolean quotient, Divisor divisor, Operand a, Operand b) {
    String instruction = quotient ? "udiv" : "urem";
    if (divisor != Divisor.ANY) {
      return body.binary(instruction, a, b);
    }
    Operand isZero = body.compare("eq", b, number(0));
    Operand safe = body.select(isZero, number(1), b);
    return body.select(isZero, number(0), body.binary(instruction, a, safe));
  }

  private Operand quotient(Divisor divisor, Operand a, Operand b) {
    if (divisor != Divisor.ANY) {
      return body.binary("sdiv", a, b);
    }
    Operand isZero = body.compare("eq", b, number(0));
    Operand isMinusOne = body.compare("eq", b, number(-1));
    Operand safe = body.select(body.binary("or", isZero, isMinusOne), number(1), b);
    Operand divided = body.binary("sdiv", a, safe);
    Operand negated = body.binary("sub", number(0), a);
    return body.select(isZero, number(0), body.select(isMinusOne, negated, divided));
  }

  private Operand remainder(Divisor divisor, Operand a, Operand b) {
    if (divisor != Divisor.ANY) {
      return body.binary("srem", a, b);
    }
    Operand special = body.compare("ult", body.binary("add", b, number(1)), number(2));
    return body.binary("srem", a, body.select(special, number(1), b));
  }

  /** {@code a / b}, less 1 where the remainder has the other sign than {@code b}. */
  private Operand floorDivide(Divisor divisor, Operand a, Operand b) {
    if (divisor == Divisor.POWER_OF_TWO) {
      return body.binary("ashr", a, number(Long.numberOfTrailingZeros(b.value())));
    }
    Operand quotient = quotient(divisor, a, b);
    Operand down = signsDiffer(remainder(divisor, a, b), b);
    return body.select(down, body.binary("sub", quotient, number(1)), quotient);
  }

  private Operand modulo(Divisor divisor, Operand a, Operand b) {
    if (divisor == Divisor.POWER_OF_TWO) {
      return body.binary("and", a, number(b.value() - 1));
    }
    Operand rest = remainder(divisor, a, b);
    return body.select(signsDiffer(rest, b), body.binary("add", rest, b), rest);
  }

  private Operand signsDiffer(Operand rest, Operand b) {
    Operand opposite = body.compare("slt", body.binary("xor", rest, b), number(0));
    return body.binary("and", opposite, body.compare("ne", rest, number(0)));
  }

  private Operand number(long value) {
    return Operand.integer(register, value);
  }
}
