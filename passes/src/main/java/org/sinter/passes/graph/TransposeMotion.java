package org.sinter.passes.graph;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Constant;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.LayerNorm;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.RmsNorm;
import org.sinter.ir.op.Slice;
import org.sinter.ir.op.Softmax;
import org.sinter.ir.op.Transpose;
import org.sinter.passes.Match;

/** {@code transpose(f(transpose(x), y)) = f(x, y')} when the two transposes cancel. */
final class TransposeMotion {
  /** How many ops a transpose moves past. */
  private static final int MAX_DEPTH = 6;

  private TransposeMotion() {}

  static Value cancel(Graph.Builder b, Transpose op, List<Value> in) {
    Value x = in.get(0);
    return !Match.is(x, Transpose.class) && cancels(x, op.perm(), 0)
        ? rebuild(b, permuted(x, op.perm()), x, Match.inputs(x), op.perm())
        : null;
  }

  /** Whether a transpose of {@code x} ends at one that it cancels, moving nothing else. */
  private static boolean cancels(Value x, List<Integer> perm, int depth) {
    Transpose inner = Match.op(x, Transpose.class);
    if (inner != null) {
      return inner.perm().size() == perm.size()
          && Shapes.compose(inner.perm(), perm).equals(Shapes.identity(perm.size()));
    }
    if (depth > MAX_DEPTH || x.type().rank() != perm.size() || permuted(x, perm) == null) {
      return false;
    }
    boolean cancels = false;
    for (Value input : Match.inputs(x)) {
      if (!normVector(x, input, Match.inputs(x))) {
        boolean here = cancels(input, perm, depth + 1);
        cancels |= here;
        if (!here && !cheap(input, perm)) {
          return false;
        }
      }
    }
    return cancels;
  }

  private static Value rebuild(
      Graph.Builder b, Op moved, Value x, List<Value> inputs, List<Integer> perm) {
    List<Value> now = new ArrayList<>();
    for (Value input : inputs) {
      now.add(normVector(x, input, inputs) ? input : permute(b, input, perm));
    }
    return b.add(moved, now);
  }

  /** Gain and bias of norms belong to the last axis, which stays. */
  private static boolean normVector(Value x, Value input, List<Value> inputs) {
    return (Match.is(x, LayerNorm.class) || Match.is(x, RmsNorm.class)) && input != inputs.get(0);
  }

  /** The op that does the same along permuted axes, or null. */
  private static Op permuted(Value x, List<Integer> perm) {
    Op op = Match.op(x, Op.class);
    if (Elementwise.is(op)) {
      return op;
    }
    boolean lastStays = perm.get(perm.size() - 1) == perm.size() - 1;
    if (Elementwise.isByRows(op)) {
      return lastStays ? op : null;
    }
    if (op instanceof Softmax s) {
      return new Softmax(perm.indexOf(x.type().axis(s.axis())));
    }
    if (op instanceof Concat c) {
      return new Concat(perm.indexOf(x.type().axis(c.axis())));
    }
    return op instanceof Slice s ? permuted(s, perm) : null;
  }

  private static Slice permuted(Slice op, List<Integer> perm) {
    return new Slice(
        perm.stream().map(op.starts()::get).toList(),
        perm.stream().map(op.sizes()::get).toList(),
        perm.stream().map(op.steps()::get).toList());
  }

  /** Whether permuting {@code input} moves no elements, or is done at compile time. */
  private static boolean cheap(Value input, List<Integer> perm) {
    if (input instanceof Constant || Match.literal(input) != null) {
      return true;
    }
    List<Dim> dims = Shapes.padded(input.type().dims(), perm.size());
    List<Integer> moved = perm.stream().filter(i -> !dims.get(i).is(1)).toList();
    List<Integer> sorted = new ArrayList<>(moved);
    sorted.sort(null);
    return moved.equals(sorted);
  }

  private static Value permute(Graph.Builder b, Value input, List<Integer> perm) {
    if (input.type().rank() == 0) {
      return input;
    }
    Value full = Shapes.reshape(b, input, Shapes.padded(input.type().dims(), perm.size()));
    return Shapes.transpose(b, full, perm);
  }
}
