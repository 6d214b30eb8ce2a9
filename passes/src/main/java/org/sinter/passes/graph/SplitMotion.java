package org.sinter.passes.graph;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.op.LayerNorm;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.RmsNorm;
import org.sinter.ir.op.Softmax;
import org.sinter.ir.op.Transpose;
import org.sinter.passes.Match;

/**
 * A reshape that splits the first dim moves before ops that work row by row: {@code reshape(f(x),
 * [b, s, n]) = f(reshape(x, [b, s, m]))}, so that it meets the reshape that has merged it.
 */
final class SplitMotion {
  private SplitMotion() {}

  static Value split(Graph.Builder b, Reshape op, List<Value> in) {
    Value x = in.get(0);
    Op over = Match.op(x, Op.class);
    if (over == null || x.type().rank() < 2) {
      return null;
    }
    int kept = x.type().rank() - 1;
    int parts = op.shape().size() - kept;
    boolean splits = parts >= 2 && op.shape().subList(parts, op.shape().size()).equals(rest(x));
    Dim whole = x.type().dim(0);
    List<Dim> first = splits ? op.shape().subList(0, parts) : null;
    if (!splits || whole.is(1) || !Dim.product(first).equals(whole)) {
      return null;
    }
    if (over instanceof Transpose t) {
      return splitTransposed(b, t, x, first);
    }
    List<Value> inputs = split(b, over, x, first);
    boolean same = inputs != null && Shapes.fits(over, inputs, x.type().with(op.shape()));
    return same ? b.add(over, inputs) : null;
  }

  /** A transpose that leaves the first axis alone comes after the split. */
  private static Value splitTransposed(Graph.Builder b, Transpose op, Value x, List<Dim> first) {
    if (op.perm().get(0) != 0) {
      return null;
    }
    List<Integer> perm = new ArrayList<>(Shapes.identity(first.size()));
    op.perm().stream().skip(1).forEach(i -> perm.add(i - 1 + first.size()));
    Value source = Match.input(x, 0);
    return b.add(new Transpose(perm), split(b, source, source.type().rank(), first));
  }

  private static List<Dim> rest(Value x) {
    return x.type().dims().subList(1, x.type().rank());
  }

  private static List<Value> split(Graph.Builder b, Op over, Value x, List<Dim> first) {
    List<Value> inputs = Match.inputs(x);
    if (over instanceof MatMul) {
      return splitProduct(b, x, first);
    }
    boolean rows =
        over instanceof LayerNorm
            || over instanceof RmsNorm
            || (over instanceof Softmax s && s.axis() == -1);
    if (rows) {
      return Shapes.with(inputs, 0, split(b, inputs.get(0), x.type().rank(), first));
    }
    if (!Elementwise.is(over)) {
      return null;
    }
    List<Value> now = new ArrayList<>();
    for (Value input : inputs) {
      now.add(split(b, input, x.type().rank(), first));
    }
    return now;
  }

  /** {@code a[m, k] x b[k, n]}: the rows of a; with a batch: that of both. */
  private static List<Value> splitProduct(Graph.Builder b, Value x, List<Dim> first) {
    Value left = Match.input(x, 0);
    Value right = Match.input(x, 1);
    int rank = x.type().rank();
    if (rank == 2) {
      return List.of(split(b, left, rank, first), right);
    }
    return List.of(split(b, left, rank, first), split(b, right, rank, first));
  }

  /** The operand with its first dim split, or with ones for it where it broadcasts. */
  private static Value split(Graph.Builder b, Value input, int rank, List<Dim> first) {
    if (input.type().rank() < rank) {
      return input;
    }
    List<Dim> shape = new ArrayList<>();
    for (Dim dim : first) {
      shape.add(input.type().dim(0).is(1) ? Dim.ONE : dim);
    }
    shape.addAll(rest(input));
    return Shapes.reshape(b, input, shape);
  }
}
