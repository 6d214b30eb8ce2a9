package org.sinter.passes.graph;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Reduce;
import org.sinter.ir.op.Reducer;
import org.sinter.passes.Match;

/** Means and quotients in the forms that exporters write. */
final class Reductions {
  private Reductions() {}

  /** What is reduced when {@code value} is a reduction along one axis that is kept, else null. */
  static Value reduced(Value value, Reducer reducer, int axis) {
    Reduce reduce = Match.op(value, Reduce.class);
    boolean matches =
        reduce != null
            && reduce.reducer() == reducer
            && reduce.keep()
            && reduce.axes().size() == 1
            && value.type().axis(reduce.axes().get(0)) == axis;
    return matches ? Match.input(value, 0) : null;
  }

  /** {@code x} when {@code value} is {@code sum(x) / n} or {@code sum(x) * (1 / n)} of rows. */
  static Value meanOfRows(Value value) {
    for (Binary.Function f : List.of(Binary.Function.DIV, Binary.Function.MUL)) {
      Match.Pair pair = Match.operands(value, f);
      Value x = pair == null ? null : reduced(pair.first(), Reducer.SUM, value.type().rank() - 1);
      if (x != null && isSize(pair.second(), x.type().dim(-1), f == Binary.Function.MUL)) {
        return x;
      }
    }
    return null;
  }

  private static boolean isSize(Value value, Dim size, boolean reciprocal) {
    return size.isConstant()
        && size.value() > 0
        && Match.isNear(value, reciprocal ? 1.0 / size.value() : size.value());
  }

  /** All {@code a, b} with {@code value = a / b}, also as {@code a * (1 / b)}. */
  static List<Match.Pair> quotients(Value value) {
    List<Match.Pair> found = new ArrayList<>();
    Match.Pair division = Match.operands(value, Binary.Function.DIV);
    if (division != null) {
      found.add(division);
    }
    for (Match.Pair product : Match.either(value, Binary.Function.MUL)) {
      Value divisor = reciprocal(product.second());
      if (divisor != null) {
        found.add(new Match.Pair(product.first(), divisor));
      }
    }
    return found;
  }

  /** {@code x} when {@code value} is {@code 1 / x}, else null. */
  static Value reciprocal(Value value) {
    Match.Pair division = Match.operands(value, Binary.Function.DIV);
    return division != null && Match.isLiteral(division.first(), 1) ? division.second() : null;
  }

  /** A mean square and what is added to it. */
  record Deviation(Value squared, double epsilon) {}

  /** The parts of {@code sqrt(mean(x * x) + epsilon)}, or null. */
  static Deviation deviation(Value value) {
    Value sum = Match.operand(value, Unary.Function.SQRT);
    Match.Pair parts = sum == null ? null : Match.operands(sum, Binary.Function.ADD);
    Double epsilon = parts == null ? null : Match.literal(parts.second());
    Value square = epsilon == null ? null : meanOfRows(parts.first());
    Match.Pair factors = square == null ? null : Match.operands(square, Binary.Function.MUL);
    return factors != null && factors.first() == factors.second()
        ? new Deviation(factors.first(), epsilon)
        : null;
  }

  /** {@code value} as a vector along the last axis, or null when it varies along others. */
  static boolean isVector(Value value, Dim size) {
    int rank = value.type().rank();
    return rank >= 1
        && value.type().dim(-1).equals(size)
        && value.type().dims().subList(0, rank - 1).stream().allMatch(d -> d.is(1));
  }
}
