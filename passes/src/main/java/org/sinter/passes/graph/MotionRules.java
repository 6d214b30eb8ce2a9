package org.sinter.passes.graph;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.op.Apply;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Transpose;
import org.sinter.passes.Match;
import org.sinter.passes.Rules;

/**
 * Moves layout ops past others where they meet one that they cancel: {@code transpose(f(transpose
 * x)) = f(x)}, {@code reshape(f(reshape x)) = f(x)}; a broadcast moves behind a function.
 */
final class MotionRules {
  private MotionRules() {}

  static void addTo(Rules rules) {
    rules
        .on(Apply.class, MotionRules::expandLater)
        .on(Convert.class, MotionRules::expandLater)
        .on(Transpose.class, TransposeMotion::cancel)
        .on(Reshape.class, MotionRules::reshapeEarlier)
        .on(Reshape.class, SplitMotion::split)
        .on(Reshape.class, MergeMotion::merge);
  }

  private static Value expandLater(Graph.Builder b, Op op, List<Value> in) {
    Expand expand = Match.op(in.get(0), Expand.class);
    return expand == null ? null : b.add(expand, b.add(op, Match.input(in.get(0), 0)));
  }

  /** {@code reshape(f(x, c)) = f(reshape(x), c)} for functions of one tensor and scalars. */
  private static Value reshapeEarlier(Graph.Builder b, Reshape op, List<Value> in) {
    Op over = Match.op(in.get(0), Op.class);
    boolean elementwise =
        over instanceof Apply || over instanceof Convert || over instanceof Combine;
    if (!elementwise) {
      return null;
    }
    List<Value> inputs = Match.inputs(in.get(0));
    long tensors = inputs.stream().filter(v -> v.type().rank() > 0).distinct().count();
    if (tensors != 1) {
      return null;
    }
    List<Value> now = new ArrayList<>();
    for (Value input : inputs) {
      now.add(input.type().rank() > 0 ? Shapes.reshape(b, input, op.shape()) : input);
    }
    return b.add(over, now);
  }
}
