package org.sinter.ir.text;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Cast;
import org.sinter.ir.kernel.Const;
import org.sinter.ir.kernel.Dot;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Load;
import org.sinter.ir.kernel.Reinterpret;
import org.sinter.ir.kernel.Select;
import org.sinter.ir.kernel.Size;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.kernel.Var;

/** Collects the symbols of a kernel that may be 0. */
final class KernelSymbols implements Stmt.Visitor<Void>, Expr.Visitor<Void> {
  private final Set<String> names = new TreeSet<>();

  private KernelSymbols() {}

  static Set<String> fromZero(Kernel kernel) {
    KernelSymbols symbols = new KernelSymbols();
    kernel.buffers().forEach(b -> SymbolsText.add(b.type(), symbols.names));
    kernel.body().accept(symbols);
    return symbols.names;
  }

  private Void all(Expr... expressions) {
    return all(List.of(expressions));
  }

  private Void all(List<Expr> expressions) {
    expressions.forEach(e -> e.accept(this));
    return null;
  }

  @Override
  public Void loop(Stmt.For s) {
    s.extent().accept(this);
    return s.body().accept(this);
  }

  @Override
  public Void let(Stmt.Let s) {
    s.value().accept(this);
    return s.body().accept(this);
  }

  @Override
  public Void store(Stmt.Store s) {
    all(s.indices());
    return s.value().accept(this);
  }

  @Override
  public Void block(Stmt.Block s) {
    s.body().forEach(b -> b.accept(this));
    return null;
  }

  @Override
  public Void branch(Stmt.If s) {
    s.condition().accept(this);
    s.then().accept(this);
    return s.otherwise().accept(this);
  }

  @Override
  public Void alloc(Stmt.Alloc s) {
    SymbolsText.add(s.buffer().type(), names);
    return s.body().accept(this);
  }

  @Override
  public Void check(Stmt.Check s) {
    return s.condition().accept(this);
  }

  @Override
  public Void measure(Stmt.Measure s) {
    return s.value().accept(this);
  }

  @Override
  public Void prefetch(Stmt.Prefetch s) {
    return all(s.indices());
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
    Types.symbolsFromZero(e.dim(), names);
    return null;
  }

  @Override
  public Void load(Load e) {
    return all(e.indices());
  }

  @Override
  public Void unary(Unary e) {
    return e.value().accept(this);
  }

  @Override
  public Void binary(Binary e) {
    return all(e.a(), e.b());
  }

  @Override
  public Void select(Select e) {
    return all(e.condition(), e.a(), e.b());
  }

  @Override
  public Void cast(Cast e) {
    return e.value().accept(this);
  }

  @Override
  public Void reinterpret(Reinterpret e) {
    return e.value().accept(this);
  }

  @Override
  public Void dot(Dot e) {
    return all(e.parts());
  }
}
