package org.sinter.ir.kernel;

import org.sinter.ir.DType;

/** A loop variable, an i64. */
public record Var(String name) implements Expr {
  @Override
  public DType type() {
    return DType.I64;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.variable(this);
  }
}
