package org.sinter.ir.kernel;

import org.sinter.ir.DType;

/** The same bits read as another type of equal width; NaNs may change theirs. */
public record Reinterpret(DType type, Expr value) implements Expr {
  public Reinterpret {
    if (type.bits() != value.type().bits()) {
      throw new IllegalArgumentException(value.type() + " has other bits than " + type);
    }
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.reinterpret(this);
  }
}
