package org.sinter.passes.graph;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Reshape;
import org.sinter.passes.Match;

/** A batch of several dims, as windows of images have, taken as one: {@code [b * w, ..]}. */
final class Leading {
  private Leading() {}

  /** How many leading dims {@code value} merges into its first; 1 when it is no such reshape. */
  static int merged(Value value) {
    if (!Match.is(value, Reshape.class)) {
      return 1;
    }
    List<Dim> from = Match.input(value, 0).type().dims();
    List<Dim> to = value.type().dims();
    int count = from.size() - to.size() + 1;
    boolean merges =
        count > 1
            && to.size() > 1
            && from.subList(count, from.size()).equals(to.subList(1, to.size()));
    return merges ? count : 1;
  }

  /** The same scores with {@code count} leading dims as one, or null where operands broadcast. */
  static Scores merge(Graph.Builder b, Scores scores, int count) {
    List<Dim> dims = scores.product().type().dims();
    List<Dim> batch = dims.subList(0, count);
    List<Value> operands = Match.inputs(scores.product());
    for (Value operand : operands) {
      boolean same =
          operand.type().rank() == dims.size()
              && operand.type().dims().subList(0, count).equals(batch);
      if (!same) {
        return null;
      }
    }
    Value mask = scores.mask(b);
    Value left = one(b, operands.get(0), count);
    Value product = b.add(new MatMul(), left, one(b, operands.get(1), count));
    List<Scores.Term> terms =
        mask == null
            ? List.of()
            : List.of(new Scores.Term(one(b, wide(b, mask, dims, count), count), 1, null, null));
    return new Scores(product, scores.scale(), scores.softcap(), terms);
  }

  /** A mask with its leading dims broadcast, unless all of them are 1. */
  private static Value wide(Graph.Builder b, Value mask, List<Dim> dims, int count) {
    List<Dim> wide = Shapes.padded(mask.type().dims(), dims.size());
    Value full = Shapes.reshape(b, mask, wide);
    if (wide.subList(0, count).stream().allMatch(d -> d.is(1))) {
      return full;
    }
    List<Dim> shape = new ArrayList<>(dims.subList(0, count));
    shape.addAll(wide.subList(count, wide.size()));
    return Shapes.expand(b, full, shape);
  }

  private static Value one(Graph.Builder b, Value x, int count) {
    List<Dim> shape = new ArrayList<>();
    shape.add(Dim.product(x.type().dims().subList(0, count)));
    shape.addAll(x.type().dims().subList(count, x.type().rank()));
    return Shapes.reshape(b, x, shape);
  }
}
