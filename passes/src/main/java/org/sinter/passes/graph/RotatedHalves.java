package org.sinter.passes.graph;

import static org.sinter.ir.kernel.Binary.Function.ADD;
import static org.sinter.ir.kernel.Binary.Function.MUL;
import static org.sinter.ir.kernel.Binary.Function.SUB;

import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.Rotary;
import org.sinter.passes.Match;

/**
 * {@code concat(a * cos - b * sin, b * cos + a * sin)} for the halves a, b of x is its rotation.
 */
final class RotatedHalves {
  private RotatedHalves() {}

  static Value raise(Graph.Builder b, Concat op, List<Value> in) {
    boolean last = in.get(0).type().axis(op.axis()) == in.get(0).type().rank() - 1;
    Match.Pair left = in.size() == 2 && last ? Match.operands(in.get(0), SUB) : null;
    for (Match.Pair first :
        left == null ? List.<Match.Pair>of() : Match.either(left.first(), MUL)) {
      for (Match.Pair second : Match.either(left.second(), MUL)) {
        Value x = whole(first.first(), second.first());
        if (x != null
            && isRight(in.get(1), first, second)
            && fits(x, first.second())
            && first.second().type().equals(second.second().type())) {
          return b.add(new Rotary(false), x, first.second(), second.second());
        }
      }
    }
    return null;
  }

  /** The value that two others are the halves of, or null. */
  private static Value whole(Value first, Value second) {
    if (first.type().rank() == 0 || second.type().rank() == 0) {
      return null;
    }
    Part part = Part.of(first);
    Dim half = part.size();
    boolean halves =
        first.type().equals(second.type())
            && part.start().is(0)
            && half.times(2).equals(part.source().type().dim(-1))
            && new Part(part.source(), Dim.ZERO, half.times(2), 1).has(second, half, half, 1);
    return halves ? part.source() : null;
  }

  /** Whether {@code value} is {@code b * cos + a * sin}. */
  private static boolean isRight(Value value, Match.Pair aCos, Match.Pair bSin) {
    for (Match.Pair sum : Match.either(value, ADD)) {
      for (Match.Pair left : Match.either(sum.first(), MUL)) {
        for (Match.Pair right : Match.either(sum.second(), MUL)) {
          if (left.first() == bSin.first()
              && left.second() == aCos.second()
              && right.first() == aCos.first()
              && right.second() == bSin.second()) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean fits(Value x, Value angles) {
    int rank = angles.type().rank();
    int shift = x.type().rank() - rank;
    boolean fits =
        rank > 0 && shift >= 0 && angles.type().dim(-1).times(2).equals(x.type().dim(-1));
    for (int i = 0; fits && i < rank - 1; i++) {
      Dim dim = angles.type().dim(i);
      fits = dim.is(1) || dim.equals(x.type().dim(shift + i));
    }
    return fits;
  }
}
