package org.sinter.ir.kernel;

import org.sinter.ir.DType;

/** {@code function(a, b)} for operands of one type; comparisons give bool. */
public record Binary(Function function, Expr a, Expr b) implements Expr {
  /** Functions of two elements. Integers wrap; a division or remainder by integer zero is 0. */
  public enum Function {
    ADD,
    SUB,
    MUL,
    /** Floats: IEEE; integers: towards zero. */
    DIV,
    /** Towards minus infinity. */
    FLOOR_DIV,
    /** Sign of the divisor. */
    MOD,
    /** Sign of the dividend, as C's {@code fmod} and {@code %}. */
    REM,
    POW,
    /** NaN when an operand is. */
    MIN,
    MAX,
    AND,
    OR,
    XOR,
    /** By the width or more: 0. */
    SHL,
    /** Fills with the sign of a signed type; by the width or more: only that is left. */
    SHR,
    EQ,
    LT,
    LE;

    public boolean isComparison() {
      return this == EQ || this == LT || this == LE;
    }
  }

  public Binary {
    if (a.type() != b.type()) {
      throw new IllegalArgumentException(function + " of " + a.type() + " and " + b.type());
    }
  }

  @Override
  public DType type() {
    return function.isComparison() ? DType.BOOL : a.type();
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.binary(this);
  }
}
