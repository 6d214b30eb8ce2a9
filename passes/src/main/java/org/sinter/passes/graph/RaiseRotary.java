package org.sinter.passes.graph;

import static org.sinter.ir.kernel.Binary.Function.ADD;
import static org.sinter.ir.kernel.Binary.Function.MUL;

import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Rotary;
import org.sinter.passes.Context;
import org.sinter.passes.Match;
import org.sinter.passes.Pass;
import org.sinter.passes.Rules;

/**
 * {@code x * cos + concat(-x[h..], x[..h]) * sin} becomes {@code rotary(x, cos[..h], sin[..h])}
 * when both halves of cos and of sin are provably equal; with neighbours in place of halves it
 * becomes the interleaved form. A rest of the row that is only passed on becomes part of x.
 */
public record RaiseRotary() implements Pass<Graph> {
  @Override
  public Graph run(Graph graph, Context context) {
    Rules rules = Rules.remarking(context);
    return rules
        .on(Combine.class, (b, op, in) -> rotate(rules, b, op, in))
        .on(Concat.class, RaiseRotary::withRest)
        .on(Concat.class, RotatedHalves::raise)
        .apply(graph);
  }

  private static Value rotate(Rules rules, Graph.Builder b, Combine op, List<Value> in) {
    for (int i = 0; op.function() == ADD && i < 2; i++) {
      for (Match.Pair straight : Match.either(in.get(i), MUL)) {
        for (Match.Pair turned : Match.either(in.get(1 - i), MUL)) {
          Value x = straight.first();
          Boolean interleaved = interleaved(x, turned.first());
          if (interleaved != null) {
            return raise(rules, b, x, interleaved, straight.second(), turned.second());
          }
        }
      }
    }
    return null;
  }

  private static Value raise(
      Rules rules, Graph.Builder b, Value x, boolean interleaved, Value cos, Value sin) {
    Halves halves = new Halves(interleaved);
    if (!fits(x, cos) || !fits(x, sin) || !cos.type().equals(sin.type())) {
      return rules.missed("cos " + cos.type() + ", sin " + sin.type() + " do not fit " + x.type());
    }
    if (!halves.proven(cos) || !halves.proven(sin)) {
      return rules.missed("the halves of cos or sin are not provably equal");
    }
    return b.add(new Rotary(interleaved), x, halves.of(b, cos), halves.of(b, sin));
  }

  /** Whether {@code angles} broadcasts to x, and is as long in the last dim. */
  private static boolean fits(Value x, Value angles) {
    TensorType a = angles.type();
    int shift = x.type().rank() - a.rank();
    boolean fits = shift >= 0 && a.rank() > 0 && a.dim(-1).equals(x.type().dim(-1));
    for (int i = 0; fits && i < a.rank(); i++) {
      fits = a.dim(i).is(1) || a.dim(i).equals(x.type().dim(shift + i));
    }
    return fits;
  }

  /** How {@code turned} is x turned by a right angle; null when it is not. */
  private static Boolean interleaved(Value x, Value turned) {
    if (x.type().rank() == 0 || !x.type().equals(turned.type())) {
      return null;
    }
    Dim half = x.type().dim(-1).exactQuotient(Dim.of(2));
    if (half == null) {
      return null;
    }
    if (isTurned(turned)) {
      Value second = Match.operand(Match.input(turned, 0), Unary.Function.NEG);
      boolean halves =
          Part.of(x).has(second, half, half, 1)
              && Part.of(x).has(Match.input(turned, 1), Dim.ZERO, half, 1);
      return halves ? Boolean.FALSE : null;
    }
    Value pairs = Match.is(turned, Reshape.class) ? Match.input(turned, 0) : null;
    if (pairs == null || !pairs.type().dim(-1).is(2) || !isTurned(pairs)) {
      return null;
    }
    Value odd = Layouts.withoutOnes(Match.operand(Match.input(pairs, 0), Unary.Function.NEG));
    Value even = Layouts.withoutOnes(Match.input(pairs, 1));
    boolean neighbours =
        Part.of(x).has(odd, Dim.ONE, half, 2) && Part.of(x).has(even, Dim.ZERO, half, 2);
    return neighbours ? Boolean.TRUE : null;
  }

  /**
   * Whether {@code value} is a concatenation, along the last axis, of two of which one is negated.
   */
  private static boolean isTurned(Value value) {
    Concat concat = Match.op(value, Concat.class);
    return concat != null
        && Match.inputs(value).size() == 2
        && value.type().axis(concat.axis()) == value.type().rank() - 1
        && Match.operand(Match.input(value, 0), Unary.Function.NEG) != null;
  }

  /** {@code concat(rotary(x[..r]), x[r..]) = rotary(x)}. */
  private static Value withRest(Graph.Builder b, Concat op, List<Value> in) {
    Rotary rotary = Match.op(in.get(0), Rotary.class);
    boolean last = in.get(0).type().axis(op.axis()) == in.get(0).type().rank() - 1;
    if (rotary == null || in.size() != 2 || !last) {
      return null;
    }
    Part turned = Part.of(Match.input(in.get(0), 0));
    Part rest = Part.of(in.get(1));
    boolean whole =
        turned.source() == rest.source()
            && turned.start().is(0)
            && turned.step() == 1
            && rest.step() == 1
            && rest.start().equals(turned.size())
            && rest.start().plus(rest.size()).equals(turned.source().type().dim(-1))
            && Match.input(in.get(0), 1).type().dim(-1).times(2).equals(turned.size());
    return whole
        ? b.add(rotary, turned.source(), Match.input(in.get(0), 1), Match.input(in.get(0), 2))
        : null;
  }
}
