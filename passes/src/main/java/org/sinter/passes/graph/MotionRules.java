package org.sinter.passes.graph;

import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.op.Apply;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Transpose;
import org.sinter.passes.Match;
import org.sinter.passes.Rules;

import java.util.List;

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
        .on(Reshape.class, SplitMotion::split)
        .on(Reshape.class, MergeMotion::merge);
  }

  private static Value expandLater(Graph.Builder b, Op op, List<Value> in) {
    Expand expand = Match.op(in.get(0), Expand.class);
    return expand == null
        ? null
        : b.add(expand, b.add(op, Match.input(in.get(0), 0)));
  }
}
