package org.sinter.passes.graph;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.CumulativeSum;
import org.sinter.ir.op.Dims;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.Iota;
import org.sinter.ir.op.NonZero;
import org.sinter.ir.op.Reduce;
import org.sinter.ir.op.Reducer;
import org.sinter.ir.op.Slice;
import org.sinter.ir.op.TokenRows;

/**
 * Where the tokens of a batch lie when only those of texts are kept, one text after the other.
 *
 * @param batch number of texts
 * @param seq places in the longest of them
 * @param lengths tokens of each text, i64 [batch]
 * @param rows text and place of each token, i64 [tokens, 2]
 * @param offsets first token of each text, and the number of all, i64 [batch + 1]
 * @param inside whether a place belongs to a text, bool [batch, seq]
 */
record Tokens(Dim batch, Dim seq, Value lengths, Value rows, Value offsets, Value inside) {
  /**
   * Of a mask [batch, seq]: a text whose row is ones and then zeros, beginning with a one, has as
   * many tokens as ones; any other has {@code seq}.
   */
  static Tokens ofMask(Graph.Builder b, Value mask, String symbol) {
    Formula f = new Formula(b);
    Dim batch = mask.type().dim(0);
    Dim seq = mask.type().dim(1);
    List<Dim> column = List.of(batch, Dim.ONE);
    Value numbers = f.convert(mask, DType.I64);
    Value sums = b.add(new Reduce(Reducer.SUM, List.of(1), false), numbers);
    Value ones = f.convert(inside(f, sums, batch, seq), mask.type().dtype());
    Value begun = f.less(f.literal(DType.I64, 0), f.reshape(sums, column));
    Value fits = f.and(f.equal(mask, ones), begun);
    Value padded = b.add(new Reduce(Reducer.AND, List.of(1), false), fits);
    Value lengths = f.where(padded, sums, b.add(new Dims(List.of(seq))));
    Value inside = inside(f, lengths, batch, seq);
    b.measured(symbol, batch.times(seq));
    Value rows = b.add(new NonZero(symbol), inside);
    return new Tokens(batch, seq, lengths, rows, offsets(f, lengths), inside);
  }

  /** Of lengths whose sum is {@code tokens}; the longest is measured as {@code seq}. */
  static Tokens ofLengths(Graph.Builder b, Value lengths, Dim tokens, Dim seq) {
    Formula f = new Formula(b);
    Dim batch = lengths.type().dim(0);
    Value rows = b.add(new TokenRows(tokens, seq.symbolName()), lengths);
    Value inside = inside(f, lengths, batch, seq);
    return new Tokens(batch, seq, lengths, rows, offsets(f, lengths), inside);
  }

  private static Value inside(Formula f, Value lengths, Dim batch, Dim seq) {
    Value place = f.b().add(new Iota(DType.I64, seq));
    return f.less(place, f.reshape(lengths, List.of(batch, Dim.ONE)));
  }

  private static Value offsets(Formula f, Value lengths) {
    Value ends = f.b().add(new CumulativeSum(0, false, false), lengths);
    return f.b().add(new Concat(0), f.b().add(new Fill(DType.I64, List.of(Dim.ONE), 0)), ends);
  }

  Dim count() {
    return rows.type().dim(0);
  }

  /** The text of each token, i64 [tokens]. */
  Value texts(Graph.Builder b) {
    return component(b, 0);
  }

  /** The place of each token in its text, i64 [tokens]. */
  Value places(Graph.Builder b) {
    return component(b, 1);
  }

  private Value component(Graph.Builder b, long index) {
    Value column =
        b.add(
            new Slice(List.of(Dim.ZERO, Dim.of(index)), List.of(count(), Dim.ONE), List.of(1L, 1L)),
            rows);
    return Shapes.reshape(b, column, List.of(count()));
  }

  /** The first token of each text, i64 [batch]. */
  Value starts(Graph.Builder b) {
    return b.add(new Slice(List.of(Dim.ZERO), List.of(batch), List.of(1L)), offsets);
  }

  /** The mask as zeros and ones. */
  Value mask(Graph.Builder b, DType type) {
    return b.add(new Convert(type), inside);
  }

  /** {@code packed} [tokens, ..] as [batch, seq, ..], {@code fill} where no token is. */
  Value unpack(Graph.Builder b, Value packed, double fill) {
    Formula f = new Formula(b);
    List<Dim> column = List.of(batch, Dim.ONE);
    Value last = f.sub(lengths, f.literal(DType.I64, 1));
    Value place = b.add(new Iota(DType.I64, seq));
    Value nearest = f.combine(Binary.Function.MIN, place, f.reshape(last, column));
    Value index = f.add(nearest, f.reshape(starts(b), column));
    Value found = b.add(new Gather(0), packed, index);
    TensorType type = found.type();
    List<Dim> dims = new ArrayList<>(List.of(batch, seq));
    while (dims.size() < type.rank()) {
      dims.add(Dim.ONE);
    }
    return f.where(f.reshape(inside, dims), found, f.literal(found, fill));
  }
}
