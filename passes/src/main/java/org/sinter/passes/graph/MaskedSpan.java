package org.sinter.passes.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Apply;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Slice;
import org.sinter.ir.op.Transpose;
import org.sinter.ir.op.Where;

/**
 * What an element of a value can be where the token at one of its axes is padding: with the mask
 * {@code m} known to be 0 there, {@code (1 - m[b, j]) * -3.4e38} can only be -3.4e38.
 *
 * @param mask the input [batch, seq] of zeros and ones
 * @param padding what it is at a key, 0, or 1 to ask about tokens that are kept
 */
record MaskedSpan(Value mask, double padding) {
  /** What runs along an axis of a value. */
  enum Axis {
    TEXT,
    /** The place of the token that is asked about. */
    KEY,
    /** The place of a token that is kept. */
    QUERY,
    OTHER
  }

  private static final int DEEPEST = 100;
  private static final long MOST_ELEMENTS = 1 << 20;

  Span of(Value value, List<Axis> axes) {
    return of(value, axes, 0);
  }

  private Span of(Value value, List<Axis> axes, int depth) {
    if (value == mask) {
      boolean text = axes.get(0) == Axis.TEXT;
      boolean key = text && axes.get(1) == Axis.KEY;
      return key ? Span.of(padding) : text && axes.get(1) == Axis.QUERY ? Span.of(1) : Span.ANY;
    }
    if (value instanceof Constant c) {
      return c.elements().size() <= MOST_ELEMENTS ? Span.of(c.elements()) : Span.ANY;
    }
    boolean known = value instanceof Node.Result && depth < DEEPEST;
    Span span = known ? of(((Node.Result) value).node(), axes, depth + 1) : Span.ANY;
    return value.type().dtype() == DType.BOOL && span == Span.ANY ? Span.TRUTH : span;
  }

  private Span of(Node node, List<Axis> axes, int depth) {
    Op op = node.op();
    if (op instanceof Fill fill) {
      return Span.of(fill.value().doubleValue()).to(fill.dtype());
    }
    if (op instanceof Convert convert) {
      return input(node, 0, axes, depth).to(convert.to());
    }
    if (op instanceof Apply apply) {
      return apply(apply.function(), node, axes, depth);
    }
    if (op instanceof Combine combine) {
      boolean truth = node.result().type().dtype() == DType.BOOL;
      Span a = input(node, 0, axes, depth);
      return Span.of(combine.function(), a, input(node, 1, axes, depth), truth);
    }
    if (op instanceof Where) {
      Span chosen = input(node, 0, axes, depth);
      return chosen.is(1)
          ? input(node, 1, axes, depth)
          : chosen.is(0)
              ? input(node, 2, axes, depth)
              : input(node, 1, axes, depth).or(input(node, 2, axes, depth));
    }
    return op instanceof Gather
        ? of(node.input(0), others(node.input(0)), depth)
        : layout(node, axes, depth);
  }

  private Span apply(Unary.Function function, Node node, List<Axis> axes, int depth) {
    Span x = input(node, 0, axes, depth);
    return switch (function) {
      case NEG -> x.negated();
      case NOT -> x.not();
      default -> Span.ANY;
    };
  }

  private Span layout(Node node, List<Axis> axes, int depth) {
    if (node.op() instanceof Expand) {
      return input(node, 0, axes, depth);
    }
    if (node.op() instanceof Transpose transpose) {
      List<Axis> from = new ArrayList<>(axes);
      for (int i = 0; i < axes.size(); i++) {
        from.set(transpose.perm().get(i), axes.get(i));
      }
      return of(node.input(0), from, depth);
    }
    if (node.op() instanceof Reshape) {
      return of(node.input(0), reshaped(node, axes), depth);
    }
    return node.op() instanceof Slice slice
        ? of(node.input(0), sliced(node, slice, axes), depth)
        : Span.ANY;
  }

  /** The input is broadcast to the node's result, aligned at the end. */
  private Span input(Node node, int index, List<Axis> axes, int depth) {
    Value input = node.input(index);
    return of(input, axes.subList(axes.size() - input.type().rank(), axes.size()), depth);
  }

  /** Where the long axes are the same, they keep their meaning; otherwise it is lost. */
  private static List<Axis> reshaped(Node node, List<Axis> axes) {
    List<Dim> to = node.result().type().dims();
    List<Dim> from = node.input(0).type().dims();
    List<Axis> found = others(node.input(0));
    if (Shapes.squeezed(from).equals(Shapes.squeezed(to))) {
      int at = 0;
      for (int i = 0; i < from.size(); i++) {
        if (!from.get(i).is(1)) {
          while (to.get(at).is(1)) {
            at++;
          }
          found.set(i, axes.get(at++));
        }
      }
    }
    return found;
  }

  private static List<Axis> sliced(Node node, Slice slice, List<Axis> axes) {
    List<Axis> found = new ArrayList<>(axes);
    for (int i = 0; i < axes.size(); i++) {
      boolean whole =
          slice.starts().get(i).is(0)
              && slice.steps().get(i) == 1
              && slice.sizes().get(i).equals(node.input(0).type().dim(i));
      if (!whole) {
        found.set(i, Axis.OTHER);
      }
    }
    return found;
  }

  private static List<Axis> others(Value value) {
    return new ArrayList<>(Collections.nCopies(value.type().rank(), Axis.OTHER));
  }
}
