package org.sinter.passes.lower;

import org.sinter.ir.Dim;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.op.Attention;

/**
 * Which keys queries see by their place: {@code place - window < j <= place}, where query i has the
 * place {@code i + keys - queries}.
 */
record Visible(Attention op, Expr keys, Dim ahead) {
  boolean isLimited() {
    return op.causal() != null;
  }

  /** Whether every query sees a key, so that those hidden have no part in its result. */
  boolean showsAKey() {
    return Dim.ZERO.lessOrEqual(ahead);
  }

  private Expr place(Expr query) {
    return query.plus(Expr.of(ahead));
  }

  /** The first key that some query from {@code first} on sees. */
  Expr begin(Expr first) {
    if (op.window() == null) {
      return Expr.index(0);
    }
    return place(first).minus(Expr.index(op.window() - 1)).max(Expr.index(0));
  }

  /** The end of keys that one of {@code count} queries from {@code first} on sees. */
  Expr end(Expr first, int count) {
    return isLimited() ? keys.min(place(first).plus(Expr.index(count))).max(Expr.index(0)) : keys;
  }

  /** Whether all of {@code count} queries from {@code first} on see the keys in [from, to). */
  Expr all(Expr first, int count, Expr from, Expr to) {
    Expr seen = to.lessOrEqual(place(first).plus(Expr.index(1)));
    Expr last = place(first).plus(Expr.index(count - 1));
    return op.window() == null
        ? seen
        : seen.and(last.minus(from).lessThan(Expr.index(op.window())));
  }

  /** Whether query i sees key j. */
  Expr of(Expr i, Expr j) {
    Expr seen = j.lessOrEqual(place(i));
    return op.window() == null
        ? seen
        : seen.and(place(i).minus(j).lessThan(Expr.index(op.window())));
  }
}
