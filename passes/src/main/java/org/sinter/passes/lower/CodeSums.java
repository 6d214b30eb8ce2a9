package org.sinter.passes.lower;

import java.util.List;
import java.util.function.UnaryOperator;
import org.sinter.ir.DType;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;

/**
 * Sums of bytes times codes of 4 bits in a register tile: {@code sum += f32(sum of a group) *
 * scale}, the groups in order, the sum of each exact.
 */
record CodeSums(Operands operands, CodePanel codes, Registers registers, Var panel) {
  Stmt all(Buffer sum, UnaryOperator<Expr> row, Expr column) {
    Var g = new Var("g");
    Buffer whole =
        new Buffer("whole", TensorType.of(DType.I32, registers.rows(), registers.columns()));
    Stmt zero = registers.each((i, c) -> Stmt.store(whole, List.of(i, c), Expr.of(DType.I32, 0)));
    Stmt scale =
        registers.each(
            (i, c) -> {
              Expr exact = Expr.load(whole, List.of(i, c)).cast(DType.F32);
              Expr more = exact.times(codes.scale(panel, g, column.plus(c)));
              return Stmt.store(sum, List.of(i, c), Expr.load(sum, List.of(i, c)).plus(more));
            });
    Stmt group = Stmt.block(zero, added(whole, row, g, column), scale);
    return Stmt.serial(g, codes.groups(), new Stmt.Alloc(whole, group));
  }

  private Stmt added(Buffer whole, UnaryOperator<Expr> row, Expr group, Expr column) {
    Var q = new Var("q");
    Expr quads = Expr.index(codes.group() / CodePanel.QUAD);
    Expr quad = group.times(quads).plus(q);
    Stmt each =
        registers.each(
            (i, c) -> {
              Expr now = Expr.load(whole, List.of(i, c));
              Expr more =
                  operands.dotCodes(now, row.apply(i), quad, codes.at(quad, column.plus(c)));
              return Stmt.store(whole, List.of(i, c), more);
            });
    return Stmt.serial(q, quads, each);
  }
}
