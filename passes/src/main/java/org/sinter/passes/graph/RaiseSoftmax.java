package org.sinter.passes.graph;

import java.util.List;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Reduce;
import org.sinter.ir.op.Reducer;
import org.sinter.ir.op.Softmax;
import org.sinter.passes.Context;
import org.sinter.passes.Match;
import org.sinter.passes.Pass;
import org.sinter.passes.Rules;

/**
 * {@code exp(x - max(x)) / sum(exp(x - max(x)))} becomes {@code softmax(x)}; without the maximum,
 * too, which only keeps exp from overflowing.
 */
public record RaiseSoftmax() implements Pass<Graph> {
  @Override
  public Graph run(Graph graph, Context context) {
    return Rules.remarking(context).on(Combine.class, RaiseSoftmax::raise).apply(graph);
  }

  private static Value raise(Graph.Builder b, Combine op, List<Value> in) {
    boolean product = op.function() == Binary.Function.MUL;
    if (op.function() == Binary.Function.DIV) {
      return softmax(b, in.get(0), in.get(1));
    }
    for (int i = 0; product && i < 2; i++) {
      Value divisor = Reductions.reciprocal(in.get(1 - i));
      Value softmax = divisor == null ? null : softmax(b, in.get(i), divisor);
      if (softmax != null) {
        return softmax;
      }
    }
    return null;
  }

  private static Value softmax(Graph.Builder b, Value e, Value sum) {
    Value exponent = Match.operand(e, Unary.Function.EXP);
    Reduce reduce = Match.op(sum, Reduce.class);
    if (exponent == null || reduce == null || reduce.axes().size() != 1) {
      return null;
    }
    int axis = sum.type().axis(reduce.axes().get(0));
    if (Reductions.reduced(sum, Reducer.SUM, axis) != e) {
      return null;
    }
    Op softmax = new Softmax(axis == e.type().rank() - 1 ? -1 : axis);
    Match.Pair shifted = Match.operands(exponent, Binary.Function.SUB);
    boolean byMaximum =
        shifted != null
            && Reductions.reduced(shifted.second(), Reducer.MAX, axis) == shifted.first();
    return b.add(softmax, byMaximum ? shifted.first() : exponent);
  }
}
