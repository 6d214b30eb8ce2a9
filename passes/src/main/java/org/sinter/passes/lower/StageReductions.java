package org.sinter.passes.lower;

import java.util.List;
import java.util.stream.IntStream;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Reduce;
import org.sinter.ir.op.Reducer;
import org.sinter.ir.op.Reshape;

/**
 * {@code max over all of x = max over rows of (max of a row)}: the first stage has a row for each
 * thread, in lanes; the second is small. Only for reductions that are the same in any order.
 */
final class StageReductions {
  private StageReductions() {}

  static Graph run(Graph graph) {
    return graph.rewrite(StageReductions::stage);
  }

  private static List<Value> stage(Graph.Builder b, Node node, List<Value> in) {
    if (!(node.op() instanceof Reduce all) || !isExact(all.reducer())) {
      return null;
    }
    TensorType type = in.get(0).type();
    List<Integer> axes = all.axes().stream().map(type::axis).distinct().toList();
    if (type.rank() < 2 || axes.size() < type.rank()) {
      return null;
    }
    Value rows = b.add(new Reduce(all.reducer(), List.of(type.rank() - 1), false), in.get(0));
    List<Integer> rest = IntStream.range(0, type.rank() - 1).boxed().toList();
    Value one = b.add(new Reduce(all.reducer(), rest, false), rows);
    return List.of(all.keep() ? b.add(new Reshape(node.result().type().dims()), one) : one);
  }

  private static boolean isExact(Reducer reducer) {
    return reducer == Reducer.MAX || reducer == Reducer.MIN;
  }
}
