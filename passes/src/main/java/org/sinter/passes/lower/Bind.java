package org.sinter.passes.lower;

import java.util.Map;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Substitute;

/** The same statements; {@code where} ends checks' messages. */
record Bind(Substitute substitute, String where) implements Stmt.Visitor<Stmt> {
  /** The same statements; their checks say where they come from. */
  static Stmt located(String where, Stmt body) {
    return body.accept(new Bind(new Substitute(Map.of(), load -> load), where));
  }

  @Override
  public Stmt loop(Stmt.For s) {
    return new Stmt.For(
        s.variable(), substitute.apply(s.extent()), s.kind(), s.body().accept(this));
  }

  @Override
  public Stmt store(Stmt.Store s) {
    return new Stmt.Store(
        s.buffer(),
        s.indices().stream().map(substitute::apply).toList(),
        substitute.apply(s.value()));
  }

  @Override
  public Stmt block(Stmt.Block s) {
    return new Stmt.Block(s.body().stream().map(part -> part.accept(this)).toList());
  }

  @Override
  public Stmt branch(Stmt.If s) {
    return new Stmt.If(
        substitute.apply(s.condition()), s.then().accept(this), s.otherwise().accept(this));
  }

  @Override
  public Stmt alloc(Stmt.Alloc s) {
    return new Stmt.Alloc(s.buffer(), s.body().accept(this));
  }

  @Override
  public Stmt check(Stmt.Check s) {
    return new Stmt.Check(substitute.apply(s.condition()), s.message() + where);
  }

  @Override
  public Stmt measure(Stmt.Measure s) {
    return new Stmt.Measure(s.symbol(), substitute.apply(s.value()));
  }

  @Override
  public Stmt prefetch(Stmt.Prefetch s) {
    return new Stmt.Prefetch(s.buffer(), s.indices().stream().map(substitute::apply).toList());
  }

  @Override
  public Stmt let(Stmt.Let s) {
    return new Stmt.Let(s.variable(), substitute.apply(s.value()), s.body().accept(this));
  }
}
