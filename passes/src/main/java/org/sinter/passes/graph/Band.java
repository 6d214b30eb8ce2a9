package org.sinter.passes.graph;

import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.op.Reshape;
import org.sinter.passes.Match;

/**
 * A condition {@code [.., i, j]} on places of queries i and keys j: {@code j <= i + ahead} when
 * {@code window} is null, else {@code i + ahead - j < window}.
 */
record Band(Long window) {
  /** The condition that {@code value} is, or null. */
  static Band of(Value condition, Dim ahead) {
    Value value = condition;
    while (Match.is(value, Reshape.class) && matrix(value).equals(matrix(Match.input(value, 0)))) {
      value = Match.input(value, 0);
    }
    Match.Pair less = Match.operands(value, Binary.Function.LT);
    Match.Pair pair = less == null ? Match.operands(value, Binary.Function.LE) : less;
    int rank = value.type().rank();
    Affine a = pair == null || rank < 2 ? null : Affine.of(pair.first());
    Affine b = a == null ? null : Affine.of(pair.second());
    if (b == null) {
      return null;
    }
    // a <= b - strict: b - a - strict >= 0
    Dim offset = b.offset().minus(a.offset()).minus(less == null ? 0 : 1);
    long i = stride(b, 2) - stride(a, 2);
    long j = stride(b, 1) - stride(a, 1);
    return others(a) || others(b) ? null : of(offset, i, j, ahead);
  }

  private static List<Dim> matrix(Value value) {
    List<Dim> dims = value.type().dims();
    return dims.subList(Math.max(0, dims.size() - 2), dims.size());
  }

  private static Band of(Dim offset, long i, long j, Dim ahead) {
    if (i == 1 && j == -1 && offset.equals(ahead)) {
      return new Band(null);
    }
    Dim window = offset.plus(ahead).plus(1);
    boolean bounded = i == -1 && j == 1 && window.isConstant() && window.value() > 0;
    return bounded ? new Band(window.value()) : null;
  }

  /**
   * The stride of the axis {@code fromLast} before the end; unknown ones count as far too large.
   */
  private static long stride(Affine at, int fromLast) {
    int axis = at.strides().size() - fromLast;
    if (axis < 0) {
      return 0;
    }
    Dim stride = at.strides().get(axis);
    return stride.isConstant() ? stride.value() : Long.MAX_VALUE / 4;
  }

  /** Whether it depends on more than the last two places. */
  private static boolean others(Affine at) {
    List<Dim> strides = at.strides();
    return strides.stream().limit(Math.max(0, strides.size() - 2)).anyMatch(s -> !s.is(0));
  }
}
