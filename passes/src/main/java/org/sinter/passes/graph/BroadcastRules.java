package org.sinter.passes.graph;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Where;
import org.sinter.passes.Match;
import org.sinter.passes.Rules;

/**
 * Operands of ops that broadcast by themselves: literals become scalars, broadcasts and leading
 * ones disappear, as long as the result keeps its shape.
 */
final class BroadcastRules {
  private BroadcastRules() {}

  static void addTo(Rules rules) {
    rules
        .on(Combine.class, BroadcastRules::simpler)
        .on(Where.class, BroadcastRules::simpler)
        .on(MatMul.class, BroadcastRules::withoutExpand)
        .on(Combine.class, BroadcastRules::late)
        .on(Where.class, BroadcastRules::late);
  }

  private static Value simpler(Graph.Builder b, Op op, List<Value> in) {
    TensorType type = Shapes.infer(op, in);
    for (int i = 0; i < in.size(); i++) {
      Value simple = simpler(b, in.get(i));
      if (simple != null && Shapes.fits(op, Shapes.with(in, i, simple), type)) {
        return b.add(op, Shapes.with(in, i, simple));
      }
    }
    return null;
  }

  /** A value that broadcasts to the same elements, or null. */
  private static Value simpler(Graph.Builder b, Value x) {
    Double literal = x.type().rank() > 0 ? Match.literal(x) : null;
    if (literal != null && exact(x, literal)) {
      return b.add(Fill.scalar(x.type().dtype(), number(x, literal)));
    }
    if (Match.is(x, Expand.class)) {
      return Match.input(x, 0);
    }
    boolean leadingOne = x.type().rank() > 1 && x.type().dim(0).is(1);
    return leadingOne && Match.is(x, Reshape.class)
        ? Shapes.reshape(b, x, x.type().dims().subList(1, x.type().rank()))
        : null;
  }

  private static boolean exact(Value x, double literal) {
    return x.type().dtype().isFloat() || Math.abs(literal) < 1L << 53;
  }

  private static Number number(Value x, Double literal) {
    return x.type().dtype().isFloat() ? (Number) literal : (Number) literal.longValue();
  }

  private static Value withoutExpand(Graph.Builder b, MatMul op, List<Value> in) {
    TensorType type = Shapes.infer(op, in);
    for (int i = 0; i < 2; i++) {
      Value x = in.get(i);
      if (Match.is(x, Expand.class)) {
        List<Value> narrow = Shapes.with(in, i, Match.input(x, 0));
        if (Shapes.fits(op, narrow, type)) {
          return b.add(op, narrow);
        }
      }
    }
    return null;
  }

  /**
   * Operands that are all broadcast to the same shape are combined before: {@code expand(a) +
   * expand(b) = expand(a + b)}.
   */
  private static Value late(Graph.Builder b, Op op, List<Value> in) {
    List<Value> narrow = new ArrayList<>();
    for (Value x : in) {
      narrow.add(Match.unexpanded(x));
    }
    if (narrow.equals(in)) {
      return null;
    }
    List<Dim> dims = Shapes.infer(op, in).dims();
    TensorType small;
    try {
      small = Shapes.infer(op, narrow);
    } catch (IllegalArgumentException e) {
      return null;
    }
    return small.dims().equals(dims) ? null : Shapes.expand(b, b.add(op, narrow), dims);
  }
}
