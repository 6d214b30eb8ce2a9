package org.sinter.passes.graph;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Where;
import org.sinter.passes.Match;

/**
 * A reshape cancels one before an elementwise op whose other operands are smaller: {@code
 * reshape(reshape(x) + y) = x + reshape(expand(y))}.
 */
final class MergeMotion {
  private MergeMotion() {}

  static Value merge(Graph.Builder b, Reshape op, List<Value> in) {
    Value x = in.get(0);
    Op over = Match.op(x, Op.class);
    if (!(over instanceof Combine || over instanceof Where)) {
      return null;
    }
    boolean cancels = false;
    for (Value input : Match.inputs(x)) {
      cancels |= cancels(op, input);
      if (!cancels(op, input) && outer(op, x, input) == null) {
        return null;
      }
    }
    return cancels ? rebuild(b, op, x, over) : null;
  }

  private static Value rebuild(Graph.Builder b, Reshape op, Value x, Op over) {
    List<Value> now = new ArrayList<>();
    for (Value input : Match.inputs(x)) {
      now.add(cancels(op, input) ? Match.input(input, 0) : other(b, op, x, input));
    }
    return Shapes.fits(over, now, x.type().with(op.shape())) ? b.add(over, now) : null;
  }

  private static boolean cancels(Reshape op, Value input) {
    return Match.is(input, Reshape.class) && Match.input(input, 0).type().dims().equals(op.shape());
  }

  private static Value other(Graph.Builder b, Reshape op, Value x, Value input) {
    if (input.type().rank() == 0) {
      return input;
    }
    List<Dim> wide = outer(op, x, input);
    Value full = Shapes.expand(b, input, wide);
    int merged = wide.size() - (op.shape().size() - 1);
    List<Dim> shape = new ArrayList<>();
    shape.add(Dim.product(wide.subList(0, merged)));
    shape.addAll(wide.subList(merged, wide.size()));
    return Shapes.reshape(b, full, shape);
  }

  /**
   * The shape of a smaller operand before its leading dims are merged into the first: those
   * expanded, the others as they are; null when the reshape is no such merge, or is not cheap.
   */
  private static List<Dim> outer(Reshape op, Value x, Value input) {
    int merged = x.type().rank() - op.shape().size() + 1;
    boolean merge =
        merged >= 2
            && x.type()
                .dims()
                .subList(merged, x.type().rank())
                .equals(op.shape().subList(1, op.shape().size()));
    if (!merge || Dim.product(input.type().dims()).equals(x.type().size())) {
      return null;
    }
    List<Dim> dims = Shapes.padded(input.type().dims(), x.type().rank());
    boolean constantOver = dims.subList(0, merged).stream().allMatch(d -> d.is(1));
    List<Dim> wide = new ArrayList<>(dims);
    for (int i = 0; i < merged; i++) {
      wide.set(i, constantOver ? Dim.ONE : x.type().dim(i));
    }
    return wide;
  }
}
