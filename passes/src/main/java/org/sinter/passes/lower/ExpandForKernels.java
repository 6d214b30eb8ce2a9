package org.sinter.passes.lower;

import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.Composite;
import org.sinter.ir.op.LayerNorm;
import org.sinter.ir.op.QuantizeRows;
import org.sinter.ir.op.RaggedAttention;
import org.sinter.ir.op.RmsNorm;
import org.sinter.ir.op.Softmax;

/** Composites without a kernel of their own become the small graphs they mean. */
final class ExpandForKernels {
  private ExpandForKernels() {}

  static Graph run(Graph graph) {
    Graph before = null;
    Graph now = graph;
    while (now != before) {
      before = now;
      now = before.rewrite(ExpandForKernels::expand);
    }
    return now;
  }

  private static List<Value> expand(Graph.Builder b, Node node, List<Value> inputs) {
    boolean expands = node.op() instanceof Composite composite && !hasKernel(composite, inputs);
    return expands ? ((Composite) node.op()).expand(b, inputs) : null;
  }

  private static boolean hasKernel(Composite op, List<Value> inputs) {
    int rank = inputs.get(0).type().rank();
    if (op instanceof Softmax softmax) {
      return inputs.get(0).type().axis(softmax.axis()) == rank - 1;
    }
    boolean attends = op instanceof Attention || op instanceof RaggedAttention;
    return op instanceof LayerNorm
        || op instanceof QuantizeRows
        || op instanceof RmsNorm
        || (attends && inputs.get(0).type().dtype() == DType.F32);
  }
}
