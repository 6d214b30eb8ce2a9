package org.sinter.codegen;

import org.sinter.ir.DType;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Expr;

/** The condition at the end of a row, {@code 16 i + lane < n}: it holds in the last lane or not. */
final class Tail {
  private Tail() {}

  /** Whether a condition that rises with the lanes holds in all of them, or null: another form. */
  static Operand allLanes(Expressions at, Expr condition) {
    boolean ordered =
        condition instanceof Binary b
            && b.a().type() == DType.I64
            && (b.function() == Binary.Function.LT || b.function() == Binary.Function.LE);
    if (!ordered) {
      return null;
    }
    Binary b = (Binary) condition;
    Lanes lanes = at.scope().lanes();
    long step = lanes.coefficient(b.a());
    if (step <= 0 || !lanes.isUniform(b.b())) {
      return null;
    }
    Operand first = at.firstLane().of(b.a());
    Operand last = Index.add(at.body(), first, Operand.index(step * (lanes.count() - 1)));
    String predicate = b.function() == Binary.Function.LT ? "slt" : "sle";
    return at.body().compare(predicate, last, at.of(b.b()));
  }
}
