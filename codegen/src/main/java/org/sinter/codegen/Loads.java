package org.sinter.codegen;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
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

/** Looks for loads in an expression, at each object once. */
final class Loads implements Expr.Visitor<Boolean> {
  private final Predicate<Load> wanted;
  private final Set<Expr> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private Loads(Predicate<Load> wanted) {
    this.wanted = wanted;
  }

  static boolean any(Expr e) {
    return e.accept(new Loads(load -> true));
  }

  /** Whether a load cannot be masked: only where a lane is active it may be carried out. */
  static boolean needBranch(Scope scope, Expr e) {
    return e.accept(
        new Loads(
            load -> Access.kind(scope, load.buffer(), load.indices()) != Access.Kind.CONTIGUOUS));
  }

  private boolean any(List<Expr> parts) {
    return parts.stream().anyMatch(part -> seen.add(part) && part.accept(this));
  }

  @Override
  public Boolean constant(Const e) {
    return false;
  }

  @Override
  public Boolean variable(Var e) {
    return false;
  }

  @Override
  public Boolean size(Size e) {
    return false;
  }

  @Override
  public Boolean load(Load e) {
    return wanted.test(e) || any(e.indices());
  }

  @Override
  public Boolean unary(Unary e) {
    return any(List.of(e.value()));
  }

  @Override
  public Boolean binary(Binary e) {
    return any(List.of(e.a(), e.b()));
  }

  @Override
  public Boolean select(Select e) {
    return any(List.of(e.condition(), e.a(), e.b()));
  }

  @Override
  public Boolean cast(Cast e) {
    return any(List.of(e.value()));
  }

  @Override
  public Boolean reinterpret(Reinterpret e) {
    return any(List.of(e.value()));
  }

  @Override
  public Boolean dot(Dot e) {
    return any(e.parts());
  }
}
