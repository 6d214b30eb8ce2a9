package org.sinter.codegen;

import org.sinter.ir.Bits;
import org.sinter.ir.DType;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Unary;

/**
 * Functions of integers in registers of 32 or 64 bits, wrapped to their type afterwards; none of
 * them traps or has an undefined result.
 */
final class IntegerFunctions {
  private final Body body;
  private final DType type;
  private final String register;
  private final boolean signed;

  IntegerFunctions(Body body, DType type) {
    this.body = body;
    this.type = type;
    this.register = Operand.register(type);
    this.signed = type.kind() == DType.Kind.SIGNED;
  }

  Operand binary(Binary.Function function, Operand a, Operand b) {
    Operand folded = Fold.binary(type, function, a, b);
    if (folded != null) {
      return folded;
    }
    return switch (function) {
      case ADD -> wrap(body.binary("add", a, b));
      case SUB -> wrap(body.binary("sub", a, b));
      case MUL -> wrap(body.binary("mul", a, b));
      case DIV, REM, FLOOR_DIV, MOD ->
          wrap(new Division(body, register, signed).of(function, a, b));
      case POW -> wrap(IntegerPower.call(body, type, a, b));
      case MIN -> body.intrinsic(signed ? "smin" : "umin", a, b);
      case MAX -> body.intrinsic(signed ? "smax" : "umax", a, b);
      case AND -> body.binary("and", a, b);
      case OR -> body.binary("or", a, b);
      case XOR -> body.binary("xor", a, b);
      case SHL -> wrap(shiftLeft(a, b));
      case SHR -> shiftRight(a, b);
      case EQ -> body.compare("eq", a, b);
      case LT -> body.compare(signed ? "slt" : "ult", a, b);
      case LE -> body.compare(signed ? "sle" : "ule", a, b);
    };
  }

  private Operand shiftLeft(Operand a, Operand b) {
    Operand inside = body.compare("ult", b, number(bits()));
    Operand amount = body.select(inside, b, number(0));
    return body.select(inside, body.binary("shl", a, amount), number(0));
  }

  /** Shifts at or past the width leave the sign of a signed number, else 0. */
  private Operand shiftRight(Operand a, Operand b) {
    if (signed) {
      return body.binary("ashr", a, body.intrinsic("umin", b, number(bits() - 1)));
    }
    Operand inside = body.compare("ult", b, number(bits()));
    Operand amount = body.select(inside, b, number(0));
    return body.select(inside, body.binary("lshr", a, amount), number(0));
  }

  Operand unary(Unary.Function function, Operand a) {
    return switch (function) {
      case NEG -> wrap(body.binary("sub", number(0), a));
      case ABS -> signed ? wrap(absolute(a)) : a;
      case SIGN -> sign(a);
      case BIT_NOT -> wrap(body.binary("xor", a, number(-1)));
      case FLOOR, CEIL, TRUNC, ROUND -> a;
      default -> throw new IllegalStateException(function + " of " + type);
    };
  }

  private Operand absolute(Operand a) {
    Operand negative = body.compare("slt", a, number(0));
    return body.select(negative, body.binary("sub", number(0), a), a);
  }

  private Operand sign(Operand a) {
    Operand positive = body.compare(signed ? "sgt" : "ne", a, number(0));
    Operand negative = body.compare("slt", a, number(0));
    Operand other = signed ? body.select(negative, number(-1), number(0)) : number(0);
    return body.select(positive, number(1), other);
  }

  /** The low bits that the type has, extended to the register. */
  Operand wrap(Operand a) {
    if (type.bits() >= bits()) {
      return a;
    }
    if (a.lanes() == 1 && a.isLiteral()) {
      return number(Bits.wrap(type, a.value()));
    }
    Operand low = body.convert("trunc", a, "i" + type.bits());
    return body.convert(signed ? "sext" : "zext", low, register);
  }

  private int bits() {
    return register.equals("i64") ? 64 : 32;
  }

  private Operand number(long value) {
    return Operand.integer(register, value);
  }
}
