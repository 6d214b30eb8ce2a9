package org.sinter.passes.lower;

import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;

/**
 * Neighbouring panels of the right operand that one task of a product reads.
 *
 * @param panels how many there are
 * @param size how many of them are one task's; null: one
 */
record PanelRun(Expr panels, Expr size) {
  private static final long MOST = 4;

  /** Tasks that are left for the threads. */
  private static final long TASKS = 8;

  static PanelRun single(Expr panels) {
    return new PanelRun(panels, null);
  }

  /** As many as leave enough tasks. */
  static PanelRun several(Expr chunks, Expr panels) {
    Expr many = chunks.times(panels).floorDiv(Expr.index(TASKS));
    return new PanelRun(panels, Expr.index(MOST).min(many).max(Expr.index(1)));
  }

  /** How many runs there are. */
  Expr count() {
    return size == null ? panels : panels.plus(size).minus(Expr.index(1)).floorDiv(size);
  }

  /** {@code work} for each {@code panel} of the run in place {@code place}. */
  Stmt each(Var panel, Expr place, Stmt work) {
    if (size == null) {
      return Stmt.let(panel, place, work);
    }
    Var next = new Var("next");
    Expr first = place.times(size);
    Stmt one = Stmt.let(panel, first.plus(next), work);
    return Stmt.serial(next, size.min(panels.minus(first)), one);
  }
}
