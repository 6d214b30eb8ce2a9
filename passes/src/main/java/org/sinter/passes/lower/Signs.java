package org.sinter.passes.lower;

import java.util.List;
import java.util.function.BinaryOperator;
import org.sinter.ir.DType;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Dot;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Load;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;
import org.sinter.ir.op.Reducer;

/**
 * A task's rows of bytes, {@code x} from -128 to 127, as magnitudes and masks {@code m = x < 0 ? -1
 * : 0}: {@code x * w = |x| * (w ^ m) + (|x| & m)}, since {@code w ^ -1 = -w - 1}. Two products of
 * such bytes fit 16 bits, whatever they are, and what is left over is one sum for each row.
 */
final class Signs {
  private static final int GROUP = 4;

  private final Expr first;
  private final long bytes;
  private final Lanes lanes;
  private final Buffer magnitudes;
  private final Buffer masks;
  private final Buffer rest;

  /** Of at most {@code rows} rows from {@code first} on, the whole groups of {@code k} columns. */
  Signs(Expr first, int rows, long k, int lanes) {
    this.first = first;
    this.bytes = k / GROUP * GROUP;
    this.lanes = new Lanes(lanes);
    this.magnitudes = new Buffer("magnitudes", TensorType.of(DType.U8, rows, bytes));
    this.masks = new Buffer("masks", TensorType.of(DType.I8, rows, bytes));
    this.rest = new Buffer("rest", TensorType.of(DType.I32, rows));
  }

  /** {@code body} after {@code rows} rows were taken apart, {@code bits(row, k)} their bytes. */
  Stmt around(Expr rows, BinaryOperator<Expr> bits, Stmt body) {
    Var i = new Var("i");
    Buffer sum = lanes.accumulator("negative", DType.I32);
    Stmt row =
        Stmt.block(
            new Lanes(GROUP * lanes.count())
                .loop(
                    "j", Expr.index(bytes), (j, lane) -> split(i, j, bits.apply(first.plus(i), j))),
            lanes.reset(sum, Expr.of(DType.I32, 0)),
            lanes.loop("j", Expr.index(bytes / GROUP), (j, lane) -> add(sum, i, j, lane)),
            lanes.fold(sum, Reducer.SUM),
            Stmt.store(rest, List.of(i), Expr.of(DType.I32, 0).minus(Lanes.first(sum))));
    Stmt all = Stmt.block(new Stmt.Alloc(sum, Stmt.serial(i, rows, row)), body);
    return new Stmt.Alloc(magnitudes, new Stmt.Alloc(masks, new Stmt.Alloc(rest, all)));
  }

  /** In operations that are the same in 8 bits, so that 32 bits are not needed. */
  private Stmt split(Expr i, Expr j, Expr bits) {
    Expr negative = Expr.binary(Binary.Function.SHR, bits, Expr.of(DType.I32, 7));
    Expr mask = Expr.of(DType.I32, 0).minus(negative);
    Expr magnitude = Expr.binary(Binary.Function.XOR, bits, mask).plus(negative);
    return Stmt.block(
        Stmt.store(magnitudes, List.of(i, j), magnitude.cast(DType.U8)),
        Stmt.store(masks, List.of(i, j), mask.cast(DType.I8)));
  }

  private Stmt add(Buffer sum, Expr i, Expr word, Expr lane) {
    List<Expr> at = List.of(i, word.times(Expr.index(GROUP)));
    Expr now = Expr.load(sum, List.of(lane));
    Dot more = new Dot(GROUP, now, new Load(magnitudes, at), new Load(masks, at));
    return Stmt.store(sum, List.of(lane), more);
  }

  /** {@code sum} and what a group adds to it but for {@link #rest}. */
  Expr dot(Expr sum, Expr row, Expr kk, Load right) {
    List<Expr> at = List.of(row.minus(first), kk);
    return new Dot(GROUP, sum, new Load(magnitudes, at), right, 0, new Load(masks, at));
  }

  /** What all groups of a row leave over. */
  Expr rest(Expr row) {
    return Expr.load(rest, List.of(row.minus(first)));
  }
}
