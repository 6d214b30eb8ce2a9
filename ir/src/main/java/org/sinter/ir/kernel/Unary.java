package org.sinter.ir.kernel;

import org.sinter.ir.DType;

/** {@code function(value)}, of the operand's type ({@code not}: bool). */
public record Unary(Function function, Expr value) implements Expr {
  /** Functions of one element; those from {@code sqrt} on take floats only. */
  public enum Function {
    NEG,
    ABS,
    SIGN,
    NOT,
    BIT_NOT,
    FLOOR,
    CEIL,
    TRUNC,
    /** To the nearest integer, ties to even. */
    ROUND,
    SQRT,
    EXP,
    LOG,
    ERF,
    TANH,
    SIN,
    COS,
    TAN,
    ASIN,
    ACOS,
    ATAN,
    SINH,
    COSH,
    ASINH,
    ACOSH,
    ATANH,
    /** {@code 2^x}. */
    EXP2,
    /** {@code x} times the normal distribution of x, {@code 0.5 x (1 + erf(x / sqrt 2))}. */
    GELU
  }

  @Override
  public DType type() {
    return value.type();
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.unary(this);
  }
}
