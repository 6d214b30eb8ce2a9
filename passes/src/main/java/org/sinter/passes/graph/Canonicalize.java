package org.sinter.passes.graph;

import org.sinter.ir.Graph;
import org.sinter.passes.Context;
import org.sinter.passes.Pass;
import org.sinter.passes.Rules;

/**
 * Gives equal computations one form, so that later passes need to know only that one: {@code 2 * x}
 * becomes {@code x * 2}, a transpose of a transpose one transpose, a broadcast before an op that
 * broadcasts disappears.
 */
public record Canonicalize() implements Pass<Graph> {
  @Override
  public Graph run(Graph graph, Context context) {
    Rules rules = Rules.remarking(context);
    AxisRules.addTo(rules);
    ArithmeticRules.addTo(rules);
    LogicRules.addTo(rules);
    LayoutRules.addTo(rules);
    BroadcastRules.addTo(rules);
    PieceRules.addTo(rules);
    IndexRules.addTo(rules);
    MotionRules.addTo(rules);
    return rules.apply(graph);
  }
}
