package org.sinter.passes.lower;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Load;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;

/**
 * A product's packed right operand, {@code [panel][k][column]} or in groups {@code [panel][k /
 * group][column][group]}, as the task of one panel reads it.
 */
record Panels(Buffer buffer, int group, Var panel) {
  Load at(Expr kk, Expr column) {
    Expr size = Expr.index(group);
    return new Load(buffer, indices(kk.floorDiv(size), column, kk.mod(size)));
  }

  private List<Expr> indices(Expr step, Expr column, Expr inGroup) {
    List<Expr> at = List.of(panel, step, column);
    return group == 1 ? at : List.of(panel, step, column, inGroup);
  }

  /** Columns in a line of 64 bytes. */
  int line() {
    return 64 / (buffer.dtype().bytes() * group);
  }

  /** Asks for what lies {@code step} groups from the panel's start. */
  Stmt fetch(Expr step, Expr column) {
    return new Stmt.Prefetch(buffer, indices(step, column, Expr.index(0)));
  }

  /** Room for a panel with one element in each lane. */
  Buffer stage(DType type) {
    Dim steps = buffer.type().dim(1).times(group);
    return new Buffer("stage", new TensorType(type, List.of(steps, buffer.type().dim(2))));
  }

  /** {@code stage[group * h + g, c] = panel[h, c, g]}: widened once, not by each tile. */
  Stmt widen(Buffer stage, Lanes lanes) {
    Var h = new Var("h");
    Expr width = Expr.of(buffer.type().dim(2));
    Stmt columns = lanes.loop("w", width, (c, lane) -> widen(stage, h, c));
    return Stmt.serial(h, Expr.of(buffer.type().dim(1)), columns);
  }

  private Stmt widen(Buffer stage, Var h, Expr column) {
    List<Stmt> each = new ArrayList<>();
    for (int g = 0; g < group; g++) {
      Expr kk = h.times(Expr.index(group)).plus(Expr.index(g));
      each.add(Stmt.store(stage, List.of(kk, column), at(kk, column).cast(stage.dtype())));
    }
    return Stmt.block(each);
  }
}
