package org.sinter.codegen;

import org.sinter.ir.Dim;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Const;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Size;
import org.sinter.ir.kernel.Stmt;

/** About how many innermost operations a kernel carries out, as a formula of its symbols. */
final class Work implements Stmt.Visitor<Dim> {
  /** Iterations of a loop whose extent depends on data or on other loops. */
  private static final Dim UNKNOWN = Dim.of(64);

  private Work() {}

  static Dim of(Kernel kernel) {
    return kernel.body().accept(new Work());
  }

  /** The extent as a formula; of what is not one a bound or a guess. */
  static Dim extent(Expr e) {
    Dim exact = dim(e);
    if (exact != null) {
      return exact;
    }
    if (e instanceof Binary b && b.function() == Binary.Function.MIN) {
      Dim a = dim(b.a());
      Dim other = dim(b.b());
      return a != null ? a : other != null ? other : UNKNOWN;
    }
    return UNKNOWN;
  }

  private static Dim dim(Expr e) {
    if (e instanceof Const c) {
      return Dim.of(c.value().longValue());
    }
    if (e instanceof Size size) {
      return size.dim();
    }
    return e instanceof Binary b ? dim(b) : null;
  }

  private static Dim dim(Binary e) {
    Dim a = dim(e.a());
    Dim b = a == null ? null : dim(e.b());
    if (b == null) {
      return null;
    }
    return switch (e.function()) {
      case ADD -> a.plus(b);
      case SUB -> a.minus(b);
      case MUL -> a.times(b);
      case FLOOR_DIV -> b.is(0) ? null : a.floorDiv(b);
      case MOD -> b.is(0) ? null : a.mod(b);
      case MIN -> a.min(b);
      case MAX -> a.max(b);
      default -> null;
    };
  }

  @Override
  public Dim loop(Stmt.For s) {
    return extent(s.extent()).times(s.body().accept(this));
  }

  @Override
  public Dim store(Stmt.Store s) {
    return Dim.of(1 + Cost.of(s.value()));
  }

  @Override
  public Dim block(Stmt.Block s) {
    Dim sum = Dim.ZERO;
    for (Stmt part : s.body()) {
      sum = sum.plus(part.accept(this));
    }
    return sum;
  }

  @Override
  public Dim branch(Stmt.If s) {
    return s.then().accept(this).plus(s.otherwise().accept(this));
  }

  @Override
  public Dim alloc(Stmt.Alloc s) {
    return s.body().accept(this);
  }

  @Override
  public Dim check(Stmt.Check s) {
    return Dim.ONE;
  }

  @Override
  public Dim measure(Stmt.Measure s) {
    return Dim.ONE;
  }

  @Override
  public Dim prefetch(Stmt.Prefetch s) {
    return Dim.ZERO;
  }

  @Override
  public Dim let(Stmt.Let s) {
    return s.body().accept(this);
  }
}
