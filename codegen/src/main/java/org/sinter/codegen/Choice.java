package org.sinter.codegen;

import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Select;

/** Writes {@code condition ? a : b} so that nothing is loaded for a side that is not chosen. */
record Choice(Expressions at, Select select) {
  Operand value() {
    Operand condition = at.of(select.condition());
    if (condition.lanes() == 1 && condition.isLiteral()) {
      return at.of(condition.equals(Operand.TRUE) ? select.a() : select.b());
    }
    if (!Loads.any(select.a()) && !Loads.any(select.b())) {
      return body().select(condition, at.of(select.a()), at.of(select.b()));
    }
    return condition.lanes() == 1 ? branch(condition) : blend(condition);
  }

  private Body body() {
    return at.body();
  }

  private int lanes() {
    Lanes loop = at.scope().lanes();
    return loop == null ? 1 : loop.count();
  }

  private Operand branch(Operand condition) {
    String then = body().label("then");
    String otherwise = body().label("else");
    String join = body().label("join");
    body().branch(condition, then, otherwise);
    body().start(then);
    Operand a = inside(at.scope(), select.a());
    String afterA = body().block();
    body().jump(join);
    body().start(otherwise);
    Operand b = inside(at.scope(), select.b());
    String afterB = body().block();
    body().jump(join);
    body().start(join);
    return body().phi(a, afterA, b, afterB);
  }

  private Operand inside(Scope scope, Expr side) {
    Operand value = new Expressions(at.context(), scope, at).of(side);
    return body().spread(value, lanes());
  }

  private Operand blend(Operand condition) {
    Operand a = side(select.a(), condition);
    Operand b = side(select.b(), body().not(condition));
    return body().select(condition, a, b);
  }

  /** The side's value in the lanes that chose it. */
  private Operand side(Expr side, Operand chosen) {
    if (!Loads.any(side)) {
      return at.of(side);
    }
    Operand outer = at.scope().mask();
    Operand active = outer == null ? chosen : body().binary("and", outer, chosen);
    Scope scope = at.scope().masked(active);
    return Loads.needBranch(at.scope(), side) ? guarded(scope, side) : inside(scope, side);
  }

  private Operand guarded(Scope scope, Expr side) {
    String then = body().label("then");
    String join = body().label("join");
    String before = body().block();
    body().branch(body().any(scope.mask()), then, join);
    body().start(then);
    Operand value = inside(scope, side);
    String after = body().block();
    body().jump(join);
    body().start(join);
    Operand none = new Operand(value.type(), value.lanes(), "zeroinitializer");
    return body().phi(none, before, value, after);
  }
}
