package org.sinter.passes.graph;

import static org.sinter.ir.kernel.Binary.Function.ADD;
import static org.sinter.ir.kernel.Binary.Function.DIV;
import static org.sinter.ir.kernel.Binary.Function.MUL;
import static org.sinter.ir.kernel.Binary.Function.SUB;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Where;
import org.sinter.passes.Match;

/**
 * The scores of an attention taken apart: {@code cap(scale * q x k) + terms}.
 *
 * @param product the value {@code q x k}
 * @param softcap 0 when scores are not capped
 * @param terms what is added
 */
record Scores(Value product, double scale, double softcap, List<Term> terms) {
  private static final int MAX_DEPTH = 12;

  /**
   * A mask: {@code factor * value}, or with a condition {@code condition == keep ? 0 : fill}.
   *
   * @param fill the number written over scores; null when {@code value} is added as it is
   */
  record Term(Value value, double factor, Boolean keep, Double fill) {
    Value build(Graph.Builder b, DType type) {
      Formula f = new Formula(b);
      if (fill == null) {
        return factor == 1 ? value : factor == -1 ? f.neg(value) : f.mul(value, factor);
      }
      Value zero = f.literal(type, 0);
      Value low = f.literal(type, fill * factor);
      return keep ? f.where(value, zero, low) : f.where(value, low, zero);
    }
  }

  /** The parts of {@code value}, or null when no product of matrices is found in it. */
  static Scores of(Value value) {
    return of(value, 0);
  }

  private static Scores of(Value value, int depth) {
    if (depth > MAX_DEPTH) {
      return null;
    }
    if (Match.is(value, MatMul.class)) {
      return new Scores(value, 1, 0, List.of());
    }
    Scores sum = sum(value, depth);
    sum = sum != null ? sum : scaled(value, depth);
    return sum != null ? sum : masked(value, depth);
  }

  private static Scores sum(Value value, int depth) {
    for (Match.Pair pair : Match.either(value, ADD)) {
      Scores scores = of(pair.first(), depth + 1);
      if (scores != null) {
        return scores.plus(new Term(pair.second(), 1, null, null));
      }
    }
    Match.Pair difference = Match.operands(value, SUB);
    Scores scores = difference == null ? null : of(difference.first(), depth + 1);
    return scores == null ? null : scores.plus(new Term(difference.second(), -1, null, null));
  }

  private static Scores scaled(Value value, int depth) {
    Match.Pair product = Match.operands(value, MUL);
    Double factor = product == null ? null : Match.literal(product.second());
    if (factor != null && factor > 0) {
      Value bent = Match.operand(product.first(), Unary.Function.TANH);
      Scores inner = of(bent == null ? product.first() : bent, depth + 1);
      return inner == null ? null : bent == null ? inner.times(factor) : inner.capped(factor);
    }
    Match.Pair quotient = Match.operands(value, DIV);
    Double divisor = quotient == null ? null : Match.literal(quotient.second());
    Scores inner = divisor != null && divisor > 0 ? of(quotient.first(), depth + 1) : null;
    return inner == null ? null : inner.times(1 / divisor);
  }

  /** {@code where(condition, scores, low)}, where low is so low that adding it gives low, too. */
  private static Scores masked(Value value, int depth) {
    if (!Match.is(value, Where.class)) {
      return null;
    }
    for (int i = 1; i <= 2; i++) {
      Double low = Match.literal(Match.input(value, 3 - i));
      Scores scores =
          low != null && low <= lowest(value) ? of(Match.input(value, i), depth + 1) : null;
      if (scores != null) {
        return scores.plus(new Term(Match.input(value, 0), 1, i == 1, low));
      }
    }
    return null;
  }

  /** From here on the distance to the next number is larger than scores are. */
  private static double lowest(Value scores) {
    return scores.type().dtype() == DType.F64 ? -1e18 : -1e9;
  }

  private Scores plus(Term term) {
    List<Term> all = new ArrayList<>(terms);
    all.add(term);
    return new Scores(product, scale, softcap, all);
  }

  /** Null where the cap lies between. */
  private Scores times(double factor) {
    if (softcap != 0) {
      return null;
    }
    List<Term> scaled = new ArrayList<>();
    for (Term t : terms) {
      scaled.add(new Term(t.value, t.factor * factor, t.keep, t.fill));
    }
    return new Scores(product, scale * factor, 0, scaled);
  }

  /** {@code cap * tanh(scores)}. */
  private Scores capped(double cap) {
    return softcap == 0 && terms.isEmpty() ? new Scores(product, scale * cap, cap, terms) : null;
  }

  /** The sum of all terms, or null when there are none. */
  Value mask(Graph.Builder b) {
    Value mask = null;
    for (Term term : terms) {
      Value next = term.build(b, product.type().dtype());
      mask = mask == null ? next : new Formula(b).add(mask, next);
    }
    return mask;
  }
}
