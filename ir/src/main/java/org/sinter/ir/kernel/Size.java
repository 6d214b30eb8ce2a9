package org.sinter.ir.kernel;

import org.sinter.ir.DType;
import org.sinter.ir.Dim;

/** The value of a symbolic dim at run time, an i64. */
public record Size(Dim dim) implements Expr {
  @Override
  public DType type() {
    return DType.I64;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.size(this);
  }
}
