package org.sinter.codegen;

import org.sinter.ir.DType;
import org.sinter.ir.kernel.Binary;

/** Functions of two 64-bit literals, so that unrolled index arithmetic leaves no instruction. */
final class Fold {
  private Fold() {}

  /** The literal, or null where it takes an instruction. */
  static Operand binary(DType type, Binary.Function function, Operand a, Operand b) {
    if (type != DType.I64 || a.lanes() + b.lanes() > 2) {
      return null;
    }
    if (a.isLiteral() && b.isLiteral()) {
      return literals(function, a.value(), b.value());
    }
    return switch (function) {
      case ADD -> a.isIndex(0) ? b : b.isIndex(0) ? a : null;
      case SUB -> b.isIndex(0) ? a : null;
      case MUL -> a.isIndex(1) || b.isIndex(0) ? b : b.isIndex(1) || a.isIndex(0) ? a : null;
      default -> null;
    };
  }

  private static Operand literals(Binary.Function function, long a, long b) {
    return switch (function) {
      case ADD -> Operand.index(a + b);
      case SUB -> Operand.index(a - b);
      case MUL -> Operand.index(a * b);
      case FLOOR_DIV -> Operand.index(b == 0 ? 0 : Math.floorDiv(a, b));
      case MOD -> Operand.index(b == 0 ? 0 : Math.floorMod(a, b));
      case MIN -> Operand.index(Math.min(a, b));
      case MAX -> Operand.index(Math.max(a, b));
      case EQ -> a == b ? Operand.TRUE : Operand.FALSE;
      case LT -> a < b ? Operand.TRUE : Operand.FALSE;
      case LE -> a <= b ? Operand.TRUE : Operand.FALSE;
      default -> null;
    };
  }
}
