package org.sinter.ir.kernel;

import org.sinter.ir.DType;

/**
 * {@code condition ? a : b}; only the chosen side is evaluated, so a load in it may be out of range
 * where it is not chosen.
 */
public record Select(Expr condition, Expr a, Expr b) implements Expr {
  public Select {
    if (condition.type() != DType.BOOL || a.type() != b.type()) {
      throw new IllegalArgumentException(
          "select " + condition.type() + " ? " + a.type() + " : " + b.type());
    }
  }

  @Override
  public DType type() {
    return a.type();
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.select(this);
  }
}
