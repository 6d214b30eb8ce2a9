package org.sinter.passes.graph;

import java.util.List;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.RmsNorm;
import org.sinter.passes.Context;
import org.sinter.passes.Match;
import org.sinter.passes.Pass;
import org.sinter.passes.Rules;

/**
 * {@code x / sqrt(mean(x^2) + epsilon) * g} becomes {@code rms-norm(x, g)}, also where the root is
 * inverted first. A gain of {@code 1 + w} is a constant once constants are folded.
 */
public record RaiseRmsNorm() implements Pass<Graph> {
  @Override
  public Graph run(Graph graph, Context context) {
    return Rules.remarking(context)
        .on(Combine.class, RaiseRmsNorm::core)
        .on(Combine.class, RaiseRmsNorm::gain)
        .apply(graph);
  }

  private static Value core(Graph.Builder b, Combine op, List<Value> in) {
    if (op.function() == Binary.Function.DIV) {
      return norm(b, in.get(0), in.get(1));
    }
    for (int i = 0; op.function() == Binary.Function.MUL && i < 2; i++) {
      Value root = Reductions.reciprocal(in.get(1 - i));
      Value norm = root == null ? null : norm(b, in.get(i), root);
      if (norm != null) {
        return norm;
      }
    }
    return null;
  }

  private static Value norm(Graph.Builder b, Value x, Value root) {
    Reductions.Deviation deviation = Reductions.deviation(root);
    return deviation != null && deviation.squared() == x
        ? b.add(new RmsNorm(deviation.epsilon()), x)
        : null;
  }

  private static Value gain(Graph.Builder b, Combine op, List<Value> in) {
    for (int i = 0; op.function() == Binary.Function.MUL && i < 2; i++) {
      RmsNorm norm = Match.op(in.get(i), RmsNorm.class);
      Value vector = in.get(1 - i);
      if (norm != null
          && Match.inputs(in.get(i)).size() == 1
          && Reductions.isVector(vector, in.get(i).type().dim(-1))
          && vector.type().rank() <= in.get(i).type().rank()) {
        return b.add(norm, Match.input(in.get(i), 0), RaiseLayerNorm.vector(b, vector));
      }
    }
    return null;
  }
}
