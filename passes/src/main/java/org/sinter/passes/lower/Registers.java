package org.sinter.passes.lower;

import java.util.List;
import java.util.function.BinaryOperator;
import org.sinter.ir.DType;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;

/**
 * A tile of sums that stay in registers: {@code sum[r, c] = start[r, c] + sum over k of left[r, k]
 * * right[k, c]}, k in order, the columns in the lanes of vectors.
 */
record Registers(DType type, int lanes, int rows, int vectors) {
  /** What is done for an element of the tile. */
  interface Element {
    Stmt apply(Expr row, Expr column);
  }

  /** What is done with a finished sum. */
  interface Finish {
    Stmt apply(Expr row, Expr column, Expr sum);
  }

  /** A factor of the product at k. */
  interface Factor {
    Expr at(Expr k, Expr place);
  }

  int columns() {
    return vectors * lanes;
  }

  /** As many rows as fit a budget of registers: a power of two. */
  static Registers of(int budget, DType type, int lanes, int vectors) {
    return new Registers(type, lanes, Integer.highestOneBit(budget / vectors), vectors);
  }

  Registers withRows(int other) {
    return new Registers(type, lanes, other, vectors);
  }

  /** Written out over rows and vectors, so that every index is a constant. */
  Stmt each(Element element) {
    Var row = new Var("r");
    Var vector = new Var("w");
    Var lane = new Var("l");
    Expr column = vector.times(Expr.index(lanes)).plus(lane);
    Stmt one = Stmt.vector(lane, lanes, element.apply(row, column));
    return Stmt.unrolled(row, rows, Stmt.unrolled(vector, vectors, one));
  }

  /**
   * Sums over {@code depth}; {@code right} is added only where {@code inside} holds, if not null.
   */
  Stmt sums(
      BinaryOperator<Expr> start,
      Expr depth,
      Factor left,
      Factor right,
      BinaryOperator<Expr> inside,
      Finish finish) {
    Buffer sum = new Buffer("sums" + rows + "x" + vectors, TensorType.of(type, rows, columns()));
    Var k = new Var("k");
    Stmt zero = each((r, c) -> Stmt.store(sum, List.of(r, c), start.apply(r, c)));
    Stmt add =
        each(
            (r, c) -> {
              Expr product = left.at(k, r).times(right.at(k, c));
              Stmt more = Stmt.store(sum, List.of(r, c), at(sum, r, c).plus(product));
              return inside == null ? more : Stmt.when(inside.apply(r, c), more);
            });
    Stmt last = each((r, c) -> finish.apply(r, c, at(sum, r, c)));
    return new Stmt.Alloc(sum, Stmt.block(zero, Stmt.serial(k, depth, add), last));
  }

  private static Expr at(Buffer sum, Expr row, Expr column) {
    return Expr.load(sum, List.of(row, column));
  }
}
