package org.sinter.passes.lower;

import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Load;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;

/**
 * A panel of 4-bit weights for products with bytes: taken apart into quads of neighbours of a
 * column, {@code [k / 4][4 * column + ..]}, which dot products add, group by group.
 *
 * @param bytes as {@link CodeBytes} lays them out
 * @param scales {@code [panel][k / group][column]}
 * @param codes the task's own room
 */
record CodePanel(Buffer bytes, Buffer scales, int group, Buffer codes) {
  static final int QUAD = 4;

  static CodePanel of(Buffer bytes, Buffer scales, int group) {
    Dim steps = bytes.type().dim(1).times(2);
    TensorType type = new TensorType(DType.I4, List.of(steps, bytes.type().dim(2)));
    return new CodePanel(bytes, scales, group, new Buffer("codes", type));
  }

  /** How many groups there are. */
  Expr groups() {
    return Expr.of(scales.type().dim(1));
  }

  /** {@code body} after panel {@code panel} was taken apart. */
  Stmt around(Var panel, int lanes, Stmt body) {
    return new Stmt.Alloc(codes, Stmt.block(unpack(panel, lanes), body));
  }

  private Stmt unpack(Var panel, int lanes) {
    Var h = new Var("h");
    Expr columns = Expr.of(bytes.type().dim(2));
    Stmt line = new Lanes(QUAD * lanes).loop("w", columns, (c, lane) -> unpack(panel, h, c));
    return Stmt.serial(h, Expr.of(bytes.type().dim(1)), line);
  }

  private Stmt unpack(Var panel, Expr h, Expr c) {
    Expr two = Expr.load(bytes, List.of(panel, h, c)).cast(DType.I32);
    Expr high = Expr.binary(Binary.Function.SHR, two, Expr.of(DType.I32, 4));
    Expr first = h.times(Expr.index(2));
    return Stmt.block(
        Stmt.store(codes, List.of(first, c), two.cast(DType.I4)),
        Stmt.store(codes, List.of(first.plus(Expr.index(1)), c), high.cast(DType.I4)));
  }

  /** The four codes of a column from row {@code 4 * quad} on. */
  Load at(Expr quad, Expr column) {
    return new Load(codes, List.of(quad, column.times(Expr.index(QUAD))));
  }

  Expr scale(Var panel, Expr group, Expr column) {
    return Expr.load(scales, List.of(panel, group, column));
  }
}
