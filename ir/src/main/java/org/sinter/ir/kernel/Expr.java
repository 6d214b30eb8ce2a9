package org.sinter.ir.kernel;

import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;

/**
 * One element's value. Its type is the tensor's element type; arithmetic is done in {@link
 * DType#compute} and rounded (floats) or wrapped (integers) to the type after each function.
 */
public sealed interface Expr
    permits Const, Var, Size, Load, Unary, Binary, Select, Cast, Reinterpret, Dot {
  DType type();

  <R> R accept(Visitor<R> visitor);

  /** One method for each kind of expression. */
  interface Visitor<R> {
    R constant(Const e);

    R variable(Var e);

    R size(Size e);

    R load(Load e);

    R unary(Unary e);

    R binary(Binary e);

    R select(Select e);

    R cast(Cast e);

    R reinterpret(Reinterpret e);

    R dot(Dot e);
  }

  static Expr index(long value) {
    return new Const(DType.I64, value);
  }

  static Expr of(DType type, double value) {
    return type.isFloat() ? new Const(type, value) : new Const(type, (long) value);
  }

  /** An extent as an index expression; constants become {@link Const}. */
  static Expr of(Dim dim) {
    return dim.isConstant() ? index(dim.value()) : new Size(dim);
  }

  /** {@code function(a, b)}, simplified where that is easy. */
  static Expr binary(Binary.Function function, Expr a, Expr b) {
    return Simplify.binary(function, a, b);
  }

  static Expr load(Buffer buffer, List<? extends Expr> indices) {
    return new Load(buffer, List.copyOf(indices));
  }

  default Expr plus(Expr other) {
    return Simplify.binary(Binary.Function.ADD, this, other);
  }

  default Expr minus(Expr other) {
    return Simplify.binary(Binary.Function.SUB, this, other);
  }

  default Expr times(Expr other) {
    return Simplify.binary(Binary.Function.MUL, this, other);
  }

  default Expr floorDiv(Expr other) {
    return Simplify.binary(Binary.Function.FLOOR_DIV, this, other);
  }

  default Expr mod(Expr other) {
    return Simplify.binary(Binary.Function.MOD, this, other);
  }

  default Expr lessThan(Expr other) {
    return Simplify.binary(Binary.Function.LT, this, other);
  }

  default Expr lessOrEqual(Expr other) {
    return Simplify.binary(Binary.Function.LE, this, other);
  }

  default Expr equalTo(Expr other) {
    return Simplify.binary(Binary.Function.EQ, this, other);
  }

  default Expr and(Expr other) {
    return Simplify.binary(Binary.Function.AND, this, other);
  }

  default Expr or(Expr other) {
    return Simplify.binary(Binary.Function.OR, this, other);
  }

  default Expr min(Expr other) {
    return Simplify.binary(Binary.Function.MIN, this, other);
  }

  default Expr max(Expr other) {
    return Simplify.binary(Binary.Function.MAX, this, other);
  }

  default Expr apply(Unary.Function function) {
    return new Unary(function, this);
  }

  /** {@code this ? a : b}. */
  default Expr select(Expr a, Expr b) {
    return Simplify.select(this, a, b);
  }

  default Expr cast(DType type) {
    return type == type() ? this : new Cast(type, true, this);
  }
}
