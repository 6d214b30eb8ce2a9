package org.sinter.ir.kernel;

import org.sinter.ir.DType;

/** A literal: a {@link Double} for float types, a {@link Long} for integers, 0 or 1 for bool. */
public record Const(DType type, Number value) implements Expr {
  public Const {
    value = type.isFloat() ? (Number) value.doubleValue() : (Number) value.longValue();
  }

  public boolean is(long number) {
    return value instanceof Long l ? l == number : value.doubleValue() == number;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.constant(this);
  }
}
