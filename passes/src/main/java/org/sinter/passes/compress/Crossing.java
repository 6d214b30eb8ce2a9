package org.sinter.passes.compress;

import org.sinter.ir.Constant;
import org.sinter.ir.Node;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.RaggedAttention;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Rotary;
import org.sinter.ir.op.Slice;
import org.sinter.ir.op.Softmax;
import org.sinter.ir.op.Transpose;
import org.sinter.passes.graph.Elementwise;

/**
 * How channels go through a node that computes each of them from the same one of its inputs. Null:
 * it does not; {@link Channels#NONE}: that input has no such channels.
 */
final class Crossing {
  private Crossing() {}

  /** Whether {@code node} is a product by one constant matrix. */
  static boolean isLinear(Node node) {
    return node.op() instanceof MatMul
        && node.input(1) instanceof Constant w
        && w.type().rank() == 2
        && w.type().dtype().isFloat()
        && !(node.input(0) instanceof Constant);
  }

  static boolean isAttention(Op op) {
    return op instanceof Attention || op instanceof RaggedAttention;
  }

  /** The channels of input {@code index} where the result has {@code c}. */
  static Channels toInput(Node node, int index, Channels c) {
    Op op = node.op();
    TensorType in = node.input(index).type();
    TensorType out = node.results().get(0).type();
    if (Elementwise.is(op) || op instanceof Expand || op instanceof Rotary && index > 0) {
      return op instanceof Rotary && c.axis() == out.rank() - 1 ? null : aligned(in, out, c);
    }
    if (isAttention(op)) {
      return toOperand(node, index, c);
    }
    if (op instanceof Transpose t) {
      return c.at(t.perm().get(c.axis()));
    }
    if (op instanceof Reshape) {
      return ReshapedChannels.of(out, in, c);
    }
    if (op instanceof Slice s) {
      return toSliced(s, in, c);
    }
    if (op instanceof Gather g) {
      return index > 0 ? Channels.NONE : toTable(node, in.axis(g.axis()), c);
    }
    return alongOther(op, in, index, c);
  }

  /** The channels of the result where input {@code index} has {@code c}. */
  static Channels toResult(Node node, int index, Channels c) {
    Op op = node.op();
    TensorType in = node.input(index).type();
    TensorType out = node.results().get(0).type();
    if (Elementwise.is(op) || op instanceof Expand) {
      return c.at(c.axis() + out.rank() - in.rank());
    }
    if (isAttention(op)) {
      return fromOperand(node, index, c);
    }
    if (op instanceof Transpose t) {
      return c.at(t.perm().indexOf(c.axis()));
    }
    if (op instanceof Reshape) {
      return ReshapedChannels.of(in, out, c);
    }
    if (op instanceof Slice s) {
      return fromSliced(s, c);
    }
    if (op instanceof Gather g) {
      return index > 0 ? null : fromTable(node, in.axis(g.axis()), c);
    }
    return index > 0 && !(op instanceof Concat) ? null : alongOther(op, in, index, c);
  }

  /** None where the input is broadcast along the axis. */
  private static Channels aligned(TensorType in, TensorType out, Channels c) {
    int axis = c.axis() - (out.rank() - in.rank());
    return axis < 0 || in.dim(axis).is(1) ? Channels.NONE : c.at(axis);
  }

  /** Through ops that mix elements along one axis only, and not this one. */
  private static Channels alongOther(Op op, TensorType in, int index, Channels c) {
    if (op instanceof Concat concat) {
      return in.axis(concat.axis()) == c.axis() ? null : c;
    }
    if (op instanceof Softmax softmax) {
      return in.axis(softmax.axis()) == c.axis() ? null : c;
    }
    if (!Elementwise.isByRows(op)) {
      return null;
    }
    if (index > 0) {
      return Channels.NONE;
    }
    return c.axis() == in.rank() - 1 ? null : c;
  }

  private static int masks(Op op) {
    return op instanceof Attention ? 3 : RaggedAttention.OFFSETS;
  }

  private static int groupSize(Node attention) {
    TensorType q = attention.input(0).type();
    TensorType k = attention.input(1).type();
    return (int) (q.dim(-2).value() / k.dim(-2).value());
  }

  private static boolean isByHeads(Node attention, Channels c) {
    TensorType q = attention.input(0).type();
    boolean known = q.dim(-2).isConstant() && attention.input(1).type().dim(-2).isConstant();
    return known && c.axis() == q.rank() - 2;
  }

  private static Channels toOperand(Node attention, int index, Channels c) {
    if (index >= masks(attention.op())) {
      return Channels.NONE;
    }
    if (!isByHeads(attention, c)) {
      return null;
    }
    return index == 0 ? c : c.once(groupSize(attention));
  }

  private static Channels fromOperand(Node attention, int index, Channels c) {
    if (index >= masks(attention.op()) || !isByHeads(attention, c)) {
      return null;
    }
    return index == 0 ? c : c.repeated(groupSize(attention));
  }

  private static boolean isNumbered(Slice slice, int axis) {
    return slice.steps().get(axis) == 1
        && slice.starts().get(axis).isConstant()
        && slice.sizes().get(axis).isConstant();
  }

  private static Channels toSliced(Slice slice, TensorType in, Channels c) {
    if (!isNumbered(slice, c.axis()) || !in.dim(c.axis()).isConstant()) {
      return null;
    }
    int start = (int) slice.starts().get(c.axis()).value();
    return c.within(start, (int) in.dim(c.axis()).value());
  }

  private static Channels fromSliced(Slice slice, Channels c) {
    if (!isNumbered(slice, c.axis())) {
      return null;
    }
    int start = (int) slice.starts().get(c.axis()).value();
    Channels part = c.part(start, (int) slice.sizes().get(c.axis()).value());
    return part.isFree() ? Channels.NONE : part;
  }

  private static Channels toTable(Node gather, int along, Channels c) {
    int indices = gather.input(1).type().rank();
    if (c.axis() < along) {
      return c;
    }
    return c.axis() < along + indices ? null : c.at(c.axis() - indices + 1);
  }

  private static Channels fromTable(Node gather, int along, Channels c) {
    int indices = gather.input(1).type().rank();
    if (c.axis() == along) {
      return null;
    }
    return c.axis() < along ? c : c.at(c.axis() + indices - 1);
  }

  /** The weight of a product. */
  static Constant weight(Node linear) {
    return (Constant) linear.input(1);
  }

  /** Whether {@code c} is along the last axis of {@code value}. */
  static boolean isLast(Value value, Channels c) {
    return c.axis() == value.type().rank() - 1;
  }
}
