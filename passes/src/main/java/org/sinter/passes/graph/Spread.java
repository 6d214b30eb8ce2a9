package org.sinter.passes.graph;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Slice;

/**
 * For each token what is broadcast to its text and place: of [seq, ..] the row of the place, of
 * [batch, 1, ..] that of the text.
 *
 * @param lead token axes of what it is broadcast to
 * @param missing axes in front that the value lacks
 */
record Spread(Graph.Builder b, Tokens tokens, int lead, int missing) {
  /** Null when it is no such value. */
  Value of(Value from) {
    List<Dim> dims = from.type().dims();
    if (lead == 1) {
      return dims.get(0).is(1) ? from : null;
    }
    boolean texts = missing == 0 && dims.get(0).equals(tokens.batch());
    boolean places = dims.get(1 - missing).equals(tokens.seq());
    boolean once = missing == 1 || dims.get(0).is(1) || texts;
    if (!once || !(places || dims.get(1 - missing).is(1)) || (texts && places)) {
      return null;
    }
    List<Dim> rest = dims.subList(2 - missing, dims.size());
    if (!texts && !places) {
      return Shapes.reshape(b, from, rest);
    }
    List<Dim> rows = new ArrayList<>(List.of(texts ? tokens.batch() : tokens.seq()));
    rows.addAll(rest);
    return texts
        ? b.add(new Gather(0), Shapes.reshape(b, from, rows), tokens.texts(b))
        : b.add(new Gather(0), table(Shapes.reshape(b, from, rows)), tokens.places(b));
  }

  /** {@code table[0:seq]} as the table, whose rows need not be taken twice. */
  private static Value table(Value rows) {
    Value at = rows;
    while (at instanceof Node.Result r
        && r.node().op() instanceof Reshape
        && Shapes.squeezed(r.node().input(0).type().dims())
            .equals(Shapes.squeezed(rows.type().dims()))) {
      at = r.node().input(0);
    }
    if (!(at instanceof Node.Result r && r.node().op() instanceof Slice slice)) {
      return rows;
    }
    Value table = r.node().input(0);
    List<Dim> dims = new ArrayList<>(table.type().dims());
    dims.set(0, slice.sizes().get(0));
    boolean prefix =
        slice.starts().stream().allMatch(d -> d.is(0))
            && slice.steps().stream().allMatch(s -> s == 1)
            && dims.equals(rows.type().dims());
    return prefix ? table : rows;
  }
}
