package org.sinter.passes.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.sinter.ir.Constant;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.op.Apply;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Op;
import org.sinter.passes.Match;

/**
 * The same functions of several values as functions of these values side by side, {@code f(a, p),
 * f(b, q) → f([a b], [p q])}: what is the same for all columns stays one, constants are put side by
 * side.
 *
 * @param sources the values, in the order of their columns
 * @param columns how many each has
 */
record SideBySide(List<Value> sources, List<Dim> columns) {
  /** Functions of what is known, one upon another. */
  private static final int MAX_DEPTH = 64;

  /** Whether values of the sources, or beside them, can be put side by side. */
  boolean isPossible(List<Value> parts) {
    return merge(null, parts, null, value -> value, 0) != null;
  }

  /** {@code now} is what values have become in the graph that is built. */
  Value merge(Graph.Builder b, List<Value> parts, Value whole, UnaryOperator<Value> now) {
    return merge(b, parts, whole, now, 0);
  }

  /** Null where it is impossible; without a builder any of the parts where it is possible. */
  private Value merge(
      Graph.Builder b, List<Value> parts, Value whole, UnaryOperator<Value> now, int depth) {
    Value first = parts.get(0);
    if (parts.equals(sources)) {
      return b == null ? first : whole;
    }
    if (first.type().rank() == 0 && isOneLiteral(parts)) {
      return b == null
          ? first
          : b.add(new Fill(first.type().dtype(), List.of(), Match.literal(first)));
    }
    if (isOne(parts)) {
      return now.apply(first);
    }
    if (IntStream.range(0, parts.size()).allMatch(i -> isRow(parts.get(i), columns.get(i)))) {
      return b == null ? first : concat(b, parts);
    }
    Op op = Match.op(first, Op.class);
    boolean elementwise = op instanceof Apply || op instanceof Combine || op instanceof Convert;
    boolean same = elementwise && parts.stream().allMatch(p -> op.equals(Match.op(p, Op.class)));
    if (!same || depth > MAX_DEPTH) {
      return null;
    }
    List<Value> inputs = new ArrayList<>();
    for (int i = 0; i < Match.inputs(first).size(); i++) {
      int index = i;
      List<Value> each = parts.stream().map(p -> Match.input(p, index)).toList();
      Value input = merge(b, each, whole, now, depth + 1);
      if (input == null) {
        return null;
      }
      inputs.add(input);
    }
    return b == null ? first : b.add(op, inputs);
  }

  private static boolean isOneLiteral(List<Value> parts) {
    Double literal = Match.literal(parts.get(0));
    return literal != null
        && parts.stream().allMatch(p -> p.type().rank() == 0 && literal.equals(Match.literal(p)));
  }

  /** Whether all are the same value, which does not depend on the column. */
  private static boolean isOne(List<Value> parts) {
    Value first = parts.get(0);
    boolean alike = first.type().rank() == 0 || first.type().dim(-1).is(1);
    return alike && parts.stream().allMatch(p -> p == first);
  }

  private static boolean isRow(Value part, Dim columns) {
    boolean scalar = part.type().rank() == 0 && Match.literal(part) != null;
    return scalar
        || (part.type().dims().equals(List.of(columns))
            && (part instanceof Constant || Match.literal(part) != null));
  }

  private Value concat(Graph.Builder b, List<Value> parts) {
    List<Value> rows = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Value part = parts.get(i);
      Double literal = Match.literal(part);
      Fill fill =
          literal == null ? null : new Fill(part.type().dtype(), List.of(columns.get(i)), literal);
      rows.add(fill == null ? part : b.add(fill));
    }
    return b.add(new Concat(0), rows);
  }
}
