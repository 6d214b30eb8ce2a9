package org.sinter.passes.graph;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Transpose;
import org.sinter.passes.Match;

/**
 * An operand of an attention as {@code [b, t, heads, d]}: {@code x} transposed by {@code perm}, and
 * multiplied by {@code scale}.
 */
record Heads(Value x, List<Integer> perm, double scale) {
  private static final int MAX_DEPTH = 8;

  /** {@code x} without factors, transposes and repeated heads, as far as those lie on top. */
  static Heads of(Value x, List<Integer> perm, boolean grouped) {
    Heads heads = new Heads(x, perm, 1);
    for (int i = 0; i < MAX_DEPTH; i++) {
      Heads next = heads.step(grouped);
      if (next == null) {
        return heads;
      }
      heads = next;
    }
    return heads;
  }

  private Heads step(boolean grouped) {
    if (x.type().rank() != perm.size()) {
      return null;
    }
    Transpose transpose = Match.op(x, Transpose.class);
    if (transpose != null) {
      return new Heads(Match.input(x, 0), Shapes.compose(transpose.perm(), perm), scale);
    }
    for (Binary.Function f : List.of(Binary.Function.MUL, Binary.Function.DIV)) {
      Match.Pair pair = Match.operands(x, f);
      Double factor = pair == null ? null : Match.literal(pair.second());
      boolean same = factor != null && pair.first().type().equals(x.type());
      if (same && factor > 0) {
        double by = f == Binary.Function.MUL ? factor : 1 / factor;
        return new Heads(pair.first(), perm, scale * by);
      }
    }
    Value once = grouped ? unrepeated() : null;
    return once == null ? null : new Heads(once, perm, scale);
  }

  /**
   * {@code y [b, g, t, d]} when x is {@code reshape(expand(y [b, g, 1, t, d], [b, g, r, t, d]), [b,
   * g * r, t, d])}, with the heads at any axis; else null. The caller has to keep a reshape.
   */
  private Value unrepeated() {
    int heads = perm.get(2);
    Value wide = Match.is(x, Reshape.class) ? Match.input(x, 0) : null;
    Value column = wide != null && Match.is(wide, Expand.class) ? Match.input(wide, 0) : null;
    if (column == null || column.type().rank() != 5 || wide.type().rank() != 5) {
      return null;
    }
    List<Dim> merged = new ArrayList<>(wide.type().dims());
    Dim times = merged.remove(heads + 1);
    merged.set(heads, merged.get(heads).times(times));
    List<Dim> before = new ArrayList<>(wide.type().dims());
    before.set(heads + 1, Dim.ONE);
    boolean repeats = merged.equals(x.type().dims()) && before.equals(column.type().dims());
    return repeats ? column : null;
  }

  /** Writes it; {@code x} may still have the axis of one of which heads were repeated. */
  Value build(Graph.Builder b) {
    Value four = x;
    if (x.type().rank() == 5) {
      List<Dim> dims = new ArrayList<>(x.type().dims());
      dims.remove(perm.get(2) + 1);
      four = Shapes.reshape(b, x, dims);
    }
    return Shapes.transpose(b, four, perm);
  }

  /** The dim at {@code axis} of {@code [b, t, heads, d]}. */
  Dim dim(int axis) {
    List<Dim> dims = new ArrayList<>(x.type().dims());
    if (dims.size() == 5) {
      dims.remove(perm.get(2) + 1);
    }
    return dims.get(perm.get(axis));
  }
}
