package org.sinter.ir.op;

import org.sinter.ir.DType;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Const;
import org.sinter.ir.kernel.Expr;

/** An associative function and its neutral element. */
public enum Reducer {
  SUM(Binary.Function.ADD),
  PROD(Binary.Function.MUL),
  MAX(Binary.Function.MAX),
  MIN(Binary.Function.MIN),
  AND(Binary.Function.AND),
  OR(Binary.Function.OR);

  private final Binary.Function function;

  Reducer(Binary.Function function) {
    this.function = function;
  }

  public Binary.Function function() {
    return function;
  }

  /** What {@code combine} leaves unchanged. */
  public Expr identity(DType type) {
    return switch (this) {
      case SUM, OR -> Expr.of(type, 0);
      case PROD -> Expr.of(type, 1);
      case AND -> allBits(type);
      case MAX -> extreme(type, false);
      case MIN -> extreme(type, true);
    };
  }

  private static Expr allBits(DType type) {
    return type.kind() == DType.Kind.SIGNED ? new Const(type, -1L) : extreme(type, true);
  }

  private static Expr extreme(DType type, boolean largest) {
    if (type.isFloat()) {
      return Expr.of(type, largest ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
    }
    return switch (type.kind()) {
      case BOOL -> new Const(type, largest ? 1 : 0);
      case UNSIGNED -> new Const(type, largest ? -1L >>> (64 - type.bits()) : 0L);
      default ->
          new Const(type, largest ? (1L << (type.bits() - 1)) - 1 : -1L << (type.bits() - 1));
    };
  }
}
