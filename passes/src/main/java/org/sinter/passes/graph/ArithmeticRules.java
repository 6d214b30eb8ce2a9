package org.sinter.passes.graph;

import static org.sinter.ir.kernel.Binary.Function.ADD;
import static org.sinter.ir.kernel.Binary.Function.DIV;
import static org.sinter.ir.kernel.Binary.Function.MUL;
import static org.sinter.ir.kernel.Binary.Function.POW;
import static org.sinter.ir.kernel.Binary.Function.SUB;

import java.util.List;
import java.util.Set;
import org.sinter.ir.Bits;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Apply;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Formula;
import org.sinter.passes.Match;
import org.sinter.passes.Rules;

/**
 * Arithmetic with literals: they stand right, {@code x - 2} is {@code x + -2}, {@code x / 2} is
 * {@code x * 0.5}, {@code x ^ 2} is {@code x * x}; what changes nothing disappears.
 */
final class ArithmeticRules {
  private static final Set<Binary.Function> COMMUTATIVE =
      Set.of(ADD, MUL, Binary.Function.MIN, Binary.Function.MAX, Binary.Function.EQ);

  private ArithmeticRules() {}

  static void addTo(Rules rules) {
    rules
        .on(Combine.class, ArithmeticRules::literalRight)
        .on(Combine.class, ArithmeticRules::neutral)
        .on(Combine.class, ArithmeticRules::additions)
        .on(Combine.class, ArithmeticRules::products)
        .on(Combine.class, ArithmeticRules::powers)
        .on(Apply.class, ArithmeticRules::negations);
  }

  private static Value literalRight(Graph.Builder b, Combine op, List<Value> in) {
    boolean swap =
        COMMUTATIVE.contains(op.function())
            && Match.literal(in.get(0)) != null
            && Match.literal(in.get(1)) == null;
    return swap ? b.add(op, in.get(1), in.get(0)) : null;
  }

  /** {@code x + 0}, {@code x - 0}, {@code x * 1}, {@code x / 1} and {@code x ^ 1} are x. */
  private static Value neutral(Graph.Builder b, Combine op, List<Value> in) {
    Double c = Match.literal(in.get(1));
    boolean neutral =
        c != null
            && switch (op.function()) {
              case ADD, SUB -> c == 0;
              case MUL, DIV, POW -> c == 1;
              default -> false;
            };
    return neutral ? Shapes.expand(b, in.get(0), Shapes.infer(op, in).dims()) : null;
  }

  /** {@code x - c = x + -c}, {@code x - -y = x + y}, {@code x + -y = x - y}. */
  private static Value additions(Graph.Builder b, Combine op, List<Value> in) {
    Formula f = new Formula(b);
    TensorType type = in.get(1).type();
    if (op.function() == SUB) {
      Double c = type.dtype().isFloat() ? Match.literal(in.get(1)) : null;
      Value negated = Match.operand(in.get(1), Unary.Function.NEG);
      return c != null && type.rank() == 0
          ? f.add(in.get(0), -c)
          : negated != null ? f.add(in.get(0), negated) : null;
    }
    if (op.function() == ADD) {
      for (int i = 0; i < 2; i++) {
        Value negated = Match.operand(in.get(i), Unary.Function.NEG);
        if (negated != null) {
          return f.sub(in.get(1 - i), negated);
        }
      }
    }
    return null;
  }

  /** {@code x / c = x * (1 / c)} where that is exact; two exact factors become one. */
  private static Value products(Graph.Builder b, Combine op, List<Value> in) {
    Double c = Match.literal(in.get(1));
    if (c == null || !in.get(0).type().dtype().isFloat() || in.get(1).type().rank() > 0) {
      return null;
    }
    Formula f = new Formula(b);
    DType type = in.get(0).type().dtype();
    if (op.function() == DIV && powerOfTwo(c) && holds(type, 1 / c)) {
      return f.mul(in.get(0), 1 / c);
    }
    Match.Pair inner = op.function() == MUL ? Match.operands(in.get(0), MUL) : null;
    Double d = inner == null ? null : Match.literal(inner.second());
    boolean exact = d != null && (powerOfTwo(c) || powerOfTwo(d)) && holds(type, c * d);
    return exact && inner.second().type().rank() == 0 ? f.mul(inner.first(), c * d) : null;
  }

  /** Whether a number of {@code type} is {@code c}: in f16, 1000 and 256 are, 256000 is not. */
  private static boolean holds(DType type, double c) {
    return Bits.round(type, c) == c;
  }

  /** Whether a product with {@code c} is exact; far from overflow. */
  private static boolean powerOfTwo(double c) {
    return Math.abs(Math.getExponent(c)) < 64 && Math.abs(c) == Math.scalb(1, Math.getExponent(c));
  }

  private static Value powers(Graph.Builder b, Combine op, List<Value> in) {
    Double c = op.function() == POW ? Match.literal(in.get(1)) : null;
    if (c == null || in.get(1).type().rank() > in.get(0).type().rank()) {
      return null;
    }
    Formula f = new Formula(b);
    Value x = in.get(0);
    boolean floats = x.type().dtype().isFloat();
    if (c == 2) {
      return f.mul(x, x);
    }
    if (c == 3) {
      return f.mul(f.mul(x, x), x);
    }
    if (floats && c == -1) {
      return f.div(f.literal(x, 1), x);
    }
    if (floats && c == 0.5) {
      return f.sqrt(x);
    }
    return floats && c == -0.5 ? f.div(f.literal(x, 1), f.sqrt(x)) : null;
  }

  /** {@code --x = x}, {@code -(a - b) = b - a}. */
  private static Value negations(Graph.Builder b, Apply op, List<Value> in) {
    if (op.function() != Unary.Function.NEG) {
      return null;
    }
    Value negated = Match.operand(in.get(0), Unary.Function.NEG);
    return negated;
  }
}
