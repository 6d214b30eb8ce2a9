package org.sinter.passes.lower;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;

/**
 * A product's packed right operand, {@code [panel][k / group][column]}, as the task of one panel
 * reads it.
 */
interface Panels {
  Buffer buffer();

  /** How many elements of a column lie side by side. */
  int group();

  /** The element in row {@code kk} of the panel. */
  Expr at(Expr kk, Expr column);

  /** Bytes of a column's group. */
  int bytes();

  /** Asks for what lies {@code step} groups from the panel's start. */
  Stmt fetch(Expr step, Expr column);

  /** Columns in a line of 64 bytes. */
  default int line() {
    return 64 / bytes();
  }

  /** Room for a panel with one element in each lane. */
  default Buffer stage(DType type) {
    Dim steps = buffer().type().dim(1).times(group());
    return new Buffer("stage", new TensorType(type, List.of(steps, buffer().type().dim(2))));
  }

  /** {@code stage[group * h + g, c] = panel[h, c, g]}: widened once, not by each tile. */
  default Stmt widen(Buffer stage, Lanes lanes) {
    Var h = new Var("h");
    Expr width = Expr.of(buffer().type().dim(2));
    Stmt columns = lanes.loop("w", width, (c, lane) -> widen(stage, h, c));
    return Stmt.serial(h, Expr.of(buffer().type().dim(1)), columns);
  }

  private Stmt widen(Buffer stage, Var h, Expr column) {
    List<Stmt> each = new ArrayList<>();
    for (int g = 0; g < group(); g++) {
      Expr kk = h.times(Expr.index(group())).plus(Expr.index(g));
      each.add(Stmt.store(stage, List.of(kk, column), at(kk, column).cast(stage.dtype())));
    }
    return Stmt.block(each);
  }
}
