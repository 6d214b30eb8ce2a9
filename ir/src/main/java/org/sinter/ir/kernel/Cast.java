package org.sinter.ir.kernel;

import org.sinter.ir.DType;

/**
 * The value in another type: floats round to nearest even, float to integer truncates (saturating
 * at the type's range, NaN is 0), integers wrap, to bool is {@code != 0}.
 *
 * @param saturate for 8-bit and smaller floats: out of range gives the largest finite number, not
 *     infinity or NaN; from float to integer: false says that the value fits, another one gives any
 */
public record Cast(DType type, boolean saturate, Expr value) implements Expr {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.cast(this);
  }
}
