package org.sinter.passes.lower;

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
 * A product's packed right operand, {@code [panel][k][column]} or in pairs {@code [panel][k /
 * 2][column][2]}, as the task of one panel reads it.
 */
record Panels(Buffer buffer, boolean pairs, Var panel) {
  private static final Expr TWO = Expr.index(2);

  Load at(Expr kk, Expr column) {
    List<Expr> at =
        pairs ? List.of(panel, kk.floorDiv(TWO), column, kk.mod(TWO)) : List.of(panel, kk, column);
    return new Load(buffer, at);
  }

  /** Columns in a line of 64 bytes. */
  int line() {
    return 64 / (buffer.dtype().bytes() * (pairs ? 2 : 1));
  }

  /** Asks for what lies {@code step} steps, or pairs of them, from the panel's start. */
  Stmt fetch(Expr step, Expr column) {
    List<Expr> at = List.of(panel, step, column);
    return new Stmt.Prefetch(buffer, pairs ? List.of(panel, step, column, Expr.index(0)) : at);
  }

  /** Room for a panel with one element in each lane. */
  Buffer stage(DType type) {
    Dim steps = buffer.type().dim(1).times(2);
    return new Buffer("stage", new TensorType(type, List.of(steps, buffer.type().dim(2))));
  }

  /** {@code stage[2h + g, c] = panel[h, c, g]}: each half is widened once, not by each tile. */
  Stmt widen(Buffer stage, Lanes lanes) {
    Var h = new Var("h");
    Stmt columns =
        lanes.loop(
            "w",
            Expr.of(buffer.type().dim(2)),
            (c, lane) -> Stmt.block(widen(stage, h, c, 0), widen(stage, h, c, 1)));
    return Stmt.serial(h, Expr.of(buffer.type().dim(1)), columns);
  }

  private Stmt widen(Buffer stage, Var h, Expr column, int half) {
    Expr kk = h.times(TWO).plus(Expr.index(half));
    return Stmt.store(stage, List.of(kk, column), at(kk, column).cast(stage.dtype()));
  }
}
