package org.sinter.codegen;

import java.util.List;
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
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.kernel.Var;

/** Walks a kernel's body for {@link KernelNames}, through each expression object once. */
record NameCollector(KernelNames names, Set<Object> seen)
    implements Stmt.Visitor<Void>, Expr.Visitor<Void> {
  private Void walk(List<? extends Expr> parts) {
    for (Expr part : parts) {
      if (seen.add(part)) {
        part.accept(this);
      }
    }
    return null;
  }

  @Override
  public Void loop(Stmt.For s) {
    walk(List.of(s.extent()));
    return s.body().accept(this);
  }

  @Override
  public Void let(Stmt.Let s) {
    walk(List.of(s.value()));
    return s.body().accept(this);
  }

  @Override
  public Void store(Stmt.Store s) {
    names.add(s.buffer());
    walk(s.indices());
    return walk(List.of(s.value()));
  }

  @Override
  public Void block(Stmt.Block s) {
    s.body().forEach(part -> part.accept(this));
    return null;
  }

  @Override
  public Void branch(Stmt.If s) {
    walk(List.of(s.condition()));
    s.then().accept(this);
    return s.otherwise().accept(this);
  }

  @Override
  public Void alloc(Stmt.Alloc s) {
    names.add(s.buffer());
    return s.body().accept(this);
  }

  @Override
  public Void check(Stmt.Check s) {
    names.addCheck(s.message());
    return walk(List.of(s.condition()));
  }

  @Override
  public Void measure(Stmt.Measure s) {
    names.addMeasured(s.symbol());
    return walk(List.of(s.value()));
  }

  @Override
  public Void prefetch(Stmt.Prefetch s) {
    names.add(s.buffer());
    return walk(s.indices());
  }

  @Override
  public Void constant(Const e) {
    return null;
  }

  @Override
  public Void variable(Var e) {
    return null;
  }

  @Override
  public Void size(Size e) {
    names.add(e.dim());
    return null;
  }

  @Override
  public Void load(Load e) {
    names.add(e.buffer());
    return walk(e.indices());
  }

  @Override
  public Void unary(Unary e) {
    return walk(List.of(e.value()));
  }

  @Override
  public Void binary(Binary e) {
    return walk(List.of(e.a(), e.b()));
  }

  @Override
  public Void select(Select e) {
    return walk(List.of(e.condition(), e.a(), e.b()));
  }

  @Override
  public Void cast(Cast e) {
    return walk(List.of(e.value()));
  }

  @Override
  public Void reinterpret(Reinterpret e) {
    return walk(List.of(e.value()));
  }

  @Override
  public Void dot(Dot e) {
    return walk(e.parts());
  }
}
