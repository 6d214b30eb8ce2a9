package org.sinter.passes.lower;

import java.util.List;
import java.util.function.UnaryOperator;
import org.sinter.ir.DType;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Cast;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Reinterpret;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.QuantizeRows;
import org.sinter.ir.op.Reducer;

/**
 * What {@link QuantizeRows} does with a row that is near: the largest magnitude is found while the
 * row is made, as an integer, since the bits of magnitudes are ordered as they are, infinity and
 * NaN last; then the row is written in 8 bits.
 */
final class RowQuantizer {
  private final Lanes lanes;
  private final Expr row;
  private final Buffer most;
  private final Buffer largest = new Buffer("largest", TensorType.of(DType.F32));
  private final Buffer factor = new Buffer("factor", TensorType.of(DType.F32));
  private final Buffer quantized;
  private final Buffer scale;

  /** For the row {@code row} of {@code q} and {@code s}, each seen as rows. */
  RowQuantizer(Lanes lanes, Expr row, TensorType q, TensorType s) {
    this.lanes = lanes;
    this.row = row;
    this.most = lanes.accumulator("most", DType.I32);
    this.quantized = new Buffer("q", q);
    this.scale = new Buffer("s", s);
  }

  List<Buffer> locals() {
    return List.of(most, largest, factor);
  }

  List<Buffer> outs() {
    return List.of(quantized, scale);
  }

  Stmt reset() {
    return lanes.reset(most, Expr.of(DType.I32, 0));
  }

  /** Meets an element in lane {@code lane}. */
  Stmt meet(Expr lane, Expr x) {
    Expr bits = new Reinterpret(DType.I32, x);
    Expr magnitude = Expr.binary(Binary.Function.AND, bits, Expr.of(DType.I32, Integer.MAX_VALUE));
    return Lanes.accumulate(most, lane, Reducer.MAX, magnitude);
  }

  /** The scale, then {@code q = round(x * factor) + 128} of all elements. */
  Stmt write(Expr columns, UnaryOperator<Expr> x) {
    Expr bits = Lanes.first(most);
    Expr a = Expr.load(largest, List.of());
    Expr finite = a.lessOrEqual(real(Float.MAX_VALUE));
    Expr zeros = a.lessThan(real(QuantizeRows.LEAST));
    Expr step = finite.select(RowKernel.divide(a, real(QuantizeRows.STEPS)), real(Double.NaN));
    Expr inverse = RowKernel.divide(real(QuantizeRows.STEPS), a);
    return Stmt.block(
        lanes.fold(most, Reducer.MAX),
        Stmt.store(largest, List.of(), new Reinterpret(DType.F32, bits)),
        Stmt.store(scale, List.of(row, Expr.index(0)), zeros.select(real(0), step)),
        Stmt.store(factor, List.of(), zeros.select(real(0), inverse)),
        new Stmt.If(
            finite,
            all(columns, j -> level(x.apply(j))),
            all(columns, j -> Expr.of(DType.U8, QuantizeRows.ZERO))));
  }

  private Stmt all(Expr columns, UnaryOperator<Expr> value) {
    return lanes.loop(
        "j", columns, (j, lane) -> Stmt.store(quantized, List.of(row, j), value.apply(j)));
  }

  private Expr level(Expr x) {
    Expr y = x.times(Expr.load(factor, List.of())).apply(Unary.Function.ROUND);
    Expr whole = new Cast(DType.I32, false, y);
    return whole.plus(Expr.of(DType.I32, QuantizeRows.ZERO)).cast(DType.U8);
  }

  private static Expr real(double value) {
    return Expr.of(DType.F32, value);
  }
}
