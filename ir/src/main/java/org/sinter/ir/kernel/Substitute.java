package org.sinter.ir.kernel;

import java.util.Map;
import java.util.function.Function;

/** An expression with variables replaced and loads rewritten, simplified on the way. */
public final class Substitute implements Expr.Visitor<Expr> {
  private final Map<Var, ? extends Expr> variables;
  private final Function<Load, Expr> loads;

  /** {@code loads} sees each load with its indices already substituted. */
  public Substitute(Map<Var, ? extends Expr> variables, Function<Load, Expr> loads) {
    this.variables = variables;
    this.loads = loads;
  }

  public Expr apply(Expr e) {
    return e.accept(this);
  }

  @Override
  public Expr constant(Const e) {
    return e;
  }

  @Override
  public Expr variable(Var e) {
    Expr replaced = variables.get(e);
    return replaced == null ? e : replaced;
  }

  @Override
  public Expr size(Size e) {
    return e;
  }

  @Override
  public Expr load(Load e) {
    return loads.apply(new Load(e.buffer(), e.indices().stream().map(this::apply).toList()));
  }

  @Override
  public Expr unary(Unary e) {
    return new Unary(e.function(), apply(e.value()));
  }

  @Override
  public Expr binary(Binary e) {
    return Expr.binary(e.function(), apply(e.a()), apply(e.b()));
  }

  @Override
  public Expr select(Select e) {
    Expr condition = apply(e.condition());
    if (condition instanceof Const c) {
      return apply(c.is(0) ? e.b() : e.a());
    }
    return condition.select(apply(e.a()), apply(e.b()));
  }

  @Override
  public Expr cast(Cast e) {
    return new Cast(e.type(), e.saturate(), apply(e.value()));
  }

  @Override
  public Expr reinterpret(Reinterpret e) {
    return new Reinterpret(e.type(), apply(e.value()));
  }

  /** Where an operand is no load any more, the products are written out. */
  @Override
  public Expr dot(Dot e) {
    Expr a = apply(e.a());
    Expr b = apply(e.b());
    Expr flips = e.flips() == null ? null : apply(e.flips());
    return a instanceof Load x && b instanceof Load y && (flips == null || flips instanceof Load)
        ? new Dot(e.count(), apply(e.sum()), x, y, e.shift(), (Load) flips)
        : apply(e.expand());
  }
}
