package org.sinter.passes.lower;

import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Apply;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Composite;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Primitive;
import org.sinter.ir.op.Procedural;
import org.sinter.ir.op.RaggedAttention;
import org.sinter.ir.op.Reduce;
import org.sinter.ir.op.Where;

/** How nodes compute and read: what {@link Groups} decides by. */
final class Readers {
  private Readers() {}

  static boolean isAnchor(Op op) {
    return op instanceof MatMul
        || op instanceof Procedural
        || op instanceof Composite
        || (op instanceof Reduce reduce && !reduce.axes().isEmpty());
  }

  /** Elementwise functions and reductions, which read their operands in order. */
  static boolean isStraight(Op op) {
    return op instanceof Apply
        || op instanceof Combine
        || op instanceof Where
        || op instanceof Convert
        || op instanceof Reduce;
  }

  /** Index maps, literals and conversions count nothing; selections among inputs do. */
  static int functions(Op op) {
    if (op instanceof Apply apply) {
      return apply.function().compareTo(Unary.Function.SQRT) >= 0 ? 8 : 1;
    }
    return op instanceof Combine || op instanceof Where || op instanceof Concat ? 1 : 0;
  }

  /** A mask with an element for each query and key: read once, and against the order of memory. */
  static boolean isMask(Value value, Node reader) {
    int mask = reader.op() instanceof RaggedAttention ? RaggedAttention.OFFSETS + 1 : 3;
    return attends(reader.op())
        && reader.inputs().indexOf(value) == mask
        && !value.type().dim(2).is(1);
  }

  static boolean readsAgain(Node reader) {
    return attends(reader.op()) || reader.op() instanceof MatMul;
  }

  static boolean broadcasts(Node reader, Value value) {
    return reader.op() instanceof Primitive
        && !isAnchor(reader.op())
        && !reader.result().type().size().lessOrEqual(value.type().size());
  }

  static boolean attends(Op op) {
    return op instanceof Attention || op instanceof RaggedAttention;
  }
}
