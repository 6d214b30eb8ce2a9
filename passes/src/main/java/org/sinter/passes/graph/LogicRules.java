package org.sinter.passes.graph;

import static org.sinter.ir.kernel.Binary.Function.AND;
import static org.sinter.ir.kernel.Binary.Function.OR;

import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Apply;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Where;
import org.sinter.passes.Match;
import org.sinter.passes.Rules;

/** Booleans that are known: {@code x and true = x}, {@code where(true, a, b) = a}. */
final class LogicRules {
  private LogicRules() {}

  static void addTo(Rules rules) {
    rules
        .on(Combine.class, LogicRules::known)
        .on(Combine.class, LogicRules::compare)
        .on(Apply.class, LogicRules::twice)
        .on(Where.class, LogicRules::choose)
        .on(Convert.class, LogicRules::convert);
  }

  private static Value known(Graph.Builder b, Combine op, List<Value> in) {
    if (in.get(0).type().dtype() != DType.BOOL || (op.function() != AND && op.function() != OR)) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      Double c = Match.literal(in.get(i));
      if (c != null) {
        boolean decides = (c != 0) == (op.function() == OR);
        Value kept = decides ? b.add(Fill.scalar(DType.BOOL, c)) : in.get(1 - i);
        return Shapes.expand(b, kept, Shapes.infer(op, in).dims());
      }
    }
    return in.get(0) == in.get(1) ? in.get(0) : null;
  }

  /** Comparisons that hold for all indices: {@code 0 <= iota}. */
  private static Value compare(Graph.Builder b, Combine op, List<Value> in) {
    if (!op.function().isComparison() || !in.get(0).type().dtype().isInteger()) {
      return null;
    }
    Boolean result =
        switch (op.function()) {
          case LE -> Bounds.lessOrEqual(in.get(0), in.get(1));
          case LT -> negate(Bounds.lessOrEqual(in.get(1), in.get(0)));
          default -> null;
        };
    return result == null
        ? null
        : Shapes.expand(
            b, b.add(Fill.scalar(DType.BOOL, result ? 1 : 0)), Shapes.infer(op, in).dims());
  }

  private static Boolean negate(Boolean value) {
    return value == null ? null : (Boolean) !value;
  }

  private static Value twice(Graph.Builder b, Apply op, List<Value> in) {
    return op.function() == Unary.Function.NOT
        ? Match.operand(in.get(0), Unary.Function.NOT)
        : null;
  }

  private static Value choose(Graph.Builder b, Where op, List<Value> in) {
    Double c = Match.literal(in.get(0));
    if (c != null || in.get(1) == in.get(2)) {
      Value chosen = in.get(c != null && c == 0 ? 2 : 1);
      return Shapes.expand(b, chosen, Shapes.infer(op, in).dims());
    }
    Value negated = Match.operand(in.get(0), Unary.Function.NOT);
    return negated == null ? null : b.add(op, negated, in.get(2), in.get(1));
  }

  /** A conversion to the same type disappears; bool to a number and back, too. */
  private static Value convert(Graph.Builder b, Convert op, List<Value> in) {
    if (in.get(0).type().dtype() == op.to()) {
      return in.get(0);
    }
    Convert inner = Match.op(in.get(0), Convert.class);
    if (inner == null) {
      return null;
    }
    Value source = Match.input(in.get(0), 0);
    boolean bool = source.type().dtype() == DType.BOOL;
    return bool ? b.add(op, source) : null;
  }
}
