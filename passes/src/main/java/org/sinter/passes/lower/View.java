package org.sinter.passes.lower;

import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Load;
import org.sinter.ir.op.Compute;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Primitive;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Slice;
import org.sinter.ir.op.Transpose;

/**
 * Another shape of what lies in memory, whose places are sums of products of indices: {@code
 * reshape(slice(x))[b, t, h, d] = x[b, t, 64 h + d + 384]}.
 */
final class View {
  private View() {}

  /** What {@code value} is a view of; itself when it is none. */
  static Value base(Value value) {
    Value at = value;
    while (at instanceof Node.Result r && isView(r.node())) {
      at = r.node().input(0);
    }
    return at;
  }

  private static boolean isView(Node node) {
    Op op = node.op();
    boolean layout = op instanceof Slice || op instanceof Transpose || op instanceof Reshape;
    if (!layout) {
      return false;
    }
    Compute compute = ((Primitive) op).compute(Inliner.types(node));
    return compute.value() instanceof Load load && load.indices().stream().noneMatch(View::divides);
  }

  private static boolean divides(Expr index) {
    return index instanceof Binary b
        && (b.function() == Binary.Function.FLOOR_DIV
            || b.function() == Binary.Function.MOD
            || divides(b.a())
            || divides(b.b()));
  }
}
