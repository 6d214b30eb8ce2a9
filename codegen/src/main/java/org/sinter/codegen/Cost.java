package org.sinter.codegen;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Cast;
import org.sinter.ir.kernel.Const;
import org.sinter.ir.kernel.Dot;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Load;
import org.sinter.ir.kernel.Reinterpret;
import org.sinter.ir.kernel.Select;
import org.sinter.ir.kernel.Size;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.kernel.Var;

/** What an expression costs beyond one operation: functions of many instructions. */
final class Cost implements Expr.Visitor<Integer> {
  private static final int SLOW = 8;

  private final Set<Expr> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private Cost() {}

  static int of(Expr e) {
    return new Cost().sum(e);
  }

  private int sum(Expr... parts) {
    int sum = 0;
    for (Expr part : parts) {
      sum += seen.add(part) ? part.accept(this) : 0;
    }
    return sum;
  }

  @Override
  public Integer constant(Const e) {
    return 0;
  }

  @Override
  public Integer variable(Var e) {
    return 0;
  }

  @Override
  public Integer size(Size e) {
    return 0;
  }

  @Override
  public Integer load(Load e) {
    return 0;
  }

  @Override
  public Integer unary(Unary e) {
    boolean slow = e.function().compareTo(Unary.Function.SQRT) >= 0;
    return (slow ? SLOW : 0) + sum(e.value());
  }

  @Override
  public Integer binary(Binary e) {
    boolean slow =
        switch (e.function()) {
          case DIV, FLOOR_DIV, MOD, REM, POW -> true;
          default -> false;
        };
    return (slow ? SLOW : 0) + sum(e.a(), e.b());
  }

  @Override
  public Integer select(Select e) {
    return sum(e.condition(), e.a(), e.b());
  }

  @Override
  public Integer cast(Cast e) {
    return sum(e.value());
  }

  @Override
  public Integer reinterpret(Reinterpret e) {
    return sum(e.value());
  }

  @Override
  public Integer dot(Dot e) {
    return e.count() - 1 + sum(e.parts().toArray(Expr[]::new));
  }
}
