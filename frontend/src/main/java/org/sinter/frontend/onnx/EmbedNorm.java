package org.sinter.frontend.onnx;

import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Formula;

/**
 * {@code EmbedLayerNormalization} and the same with tables of 8 bits: rows of the word, position
 * and segment tables, summed and normalised. Narrow rows are widened after they are gathered.
 */
final class EmbedNorm {
  /** Tables and norm are inputs 2 to 6; scales and zero points of narrow ones follow in order. */
  private static final int FIRST = 2;

  private static final int SCALES = 8;
  private static final int ZEROS = 13;

  private final Call c;
  private final Formula f;
  private final boolean narrow;

  private EmbedNorm(Call c, boolean narrow) {
    this.c = c;
    this.f = c.f();
    this.narrow = narrow;
  }

  static void register(Registry r) {
    r.addAll("com.microsoft.EmbedLayerNormalization", c -> new EmbedNorm(c, false).write());
    r.addAll("com.microsoft.QEmbedLayerNormalization", c -> new EmbedNorm(c, true).write());
  }

  /** Inputs ids, segments, word, position and segment tables, scale, bias, mask; positions. */
  private List<Value> write() {
    TensorType ids = c.type(0);
    Value words = wide(IndexOps.gather(f, c.in(2), c.in(0), 0), 2);
    Value sum = f.add(words, places(ids.dim(1)));
    if (c.has(1) && c.has(4)) {
      sum = f.add(sum, wide(IndexOps.gather(f, c.in(4), c.in(1), 0), 4));
    }
    Value y = MicrosoftOps.norm(c, sum, wide(c.in(5), 5), wide(c.in(6), 6), false);
    return List.of(y, lengths(ids.dim(0)), sum);
  }

  private Value places(Dim length) {
    boolean given = !narrow && c.has(8);
    Value rows =
        given
            ? IndexOps.gather(f, c.in(3), c.in(8), 0)
            : Layout.slice(f, c.in(3), 0, Dim.ZERO, length);
    return wide(rows, 3);
  }

  /** {@code (q - zero) * scale} with those of table {@code input}. */
  private Value wide(Value rows, int input) {
    if (!narrow) {
      return rows;
    }
    int scale = SCALES + input - FIRST;
    return new Quantities(c).real(rows, scale, ZEROS + input - FIRST);
  }

  /** How many places each row's mask has, 0 without one. */
  private Value lengths(Dim batch) {
    if (!c.has(7)) {
      return f.b().add(new Fill(DType.I32, List.of(batch), 0));
    }
    Value sum = ReductionOps.sum(f, f.convert(c.in(7), DType.I32), List.of(1));
    return f.reshape(sum, List.of(batch));
  }
}
