package org.sinter.passes.lower;

import java.util.List;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Load;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;

/**
 * Elements as they are, {@code [panel][k][column]} or {@code [panel][k / group][column][group]}.
 */
record GroupPanels(Buffer buffer, int group, Var panel) implements Panels {
  @Override
  public Load at(Expr kk, Expr column) {
    Expr size = Expr.index(group);
    return new Load(buffer, indices(kk.floorDiv(size), column, kk.mod(size)));
  }

  private List<Expr> indices(Expr step, Expr column, Expr inGroup) {
    List<Expr> at = List.of(panel, step, column);
    return group == 1 ? at : List.of(panel, step, column, inGroup);
  }

  @Override
  public int bytes() {
    return buffer.dtype().bytes() * group;
  }

  @Override
  public Stmt fetch(Expr step, Expr column) {
    return new Stmt.Prefetch(buffer, indices(step, column, Expr.index(0)));
  }
}
