package org.sinter.passes.graph;

import java.util.List;
import org.sinter.ir.Graph;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.Reduce;
import org.sinter.ir.op.Softmax;
import org.sinter.passes.Rules;

/** Axes count from the front, in order; a softmax along the last axis says -1. */
final class AxisRules {
  private AxisRules() {}

  static void addTo(Rules rules) {
    rules
        .on(Reduce.class, AxisRules::reduce)
        .on(Concat.class, AxisRules::concat)
        .on(Softmax.class, AxisRules::softmax);
  }

  private static Value reduce(Graph.Builder b, Reduce op, List<Value> in) {
    TensorType type = in.get(0).type();
    List<Integer> axes = op.axes().stream().map(type::axis).distinct().sorted().toList();
    if (axes.isEmpty()) {
      return in.get(0);
    }
    return axes.equals(op.axes()) ? null : b.add(new Reduce(op.reducer(), axes, op.keep()), in);
  }

  private static Value concat(Graph.Builder b, Concat op, List<Value> in) {
    int axis = in.get(0).type().axis(op.axis());
    return axis == op.axis() ? null : b.add(new Concat(axis), in);
  }

  private static Value softmax(Graph.Builder b, Softmax op, List<Value> in) {
    int axis = in.get(0).type().axis(op.axis());
    int normal = axis == in.get(0).type().rank() - 1 ? -1 : axis;
    return normal == op.axis() ? null : b.add(new Softmax(normal), in);
  }
}
