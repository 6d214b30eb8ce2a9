package org.sinter.passes.graph;

import java.util.List;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Gelu;
import org.sinter.passes.Context;
import org.sinter.passes.Match;
import org.sinter.passes.Pass;
import org.sinter.passes.Rules;

/**
 * {@code 0.5 * x * (1 + erf(x / sqrt 2))} becomes {@code gelu(x)}, the forms with tanh and with
 * {@code 1 / (1 + exp(-1.702 x))}, too; factors may come in any order.
 */
public record RaiseGelu() implements Pass<Graph> {
  private static final double ROOT = Math.sqrt(2 / Math.PI);

  @Override
  public Graph run(Graph graph, Context context) {
    return Rules.remarking(context).on(Combine.class, RaiseGelu::raise).apply(graph);
  }

  private static Value raise(Graph.Builder b, Combine op, List<Value> in) {
    if (!Product.isOne(op)) {
      return null;
    }
    Value gelu = bent(b, op, in, Unary.Function.ERF, Gelu.Form.ERF);
    gelu = gelu != null ? gelu : bent(b, op, in, Unary.Function.TANH, Gelu.Form.TANH);
    return gelu != null ? gelu : logistic(b, op, in);
  }

  /** {@code 0.5 * x * (1 + function(u))}. */
  private static Value bent(
      Graph.Builder b, Combine op, List<Value> in, Unary.Function function, Gelu.Form form) {
    Value bent = null;
    Value inner = null;
    for (Value part : Product.parts(in)) {
      Value argument = argument(part, function);
      bent = argument != null ? part : bent;
      inner = argument != null ? argument : inner;
    }
    for (Value x : bent == null ? List.<Value>of() : Product.parts(in)) {
      boolean matches =
          x != bent
              && isHalf(Product.of(op, in, x), x, bent)
              && (form == Gelu.Form.ERF
                  ? Polynomial.is(inner, x, 0, Math.sqrt(0.5))
                  : Polynomial.is(inner, x, 0, ROOT, 0, ROOT * 0.044715));
      if (matches) {
        return b.add(new Gelu(form), x);
      }
    }
    return null;
  }

  /** {@code u} when {@code value} is {@code c * function(u) + c}, with c perhaps 1. */
  private static Value argument(Value value, Unary.Function function) {
    Match.Pair sum = Match.operands(value, Binary.Function.ADD);
    Double c = sum == null ? null : Match.literal(sum.second());
    if (c == null) {
      return null;
    }
    Match.Pair scaled = Match.operands(sum.first(), Binary.Function.MUL);
    return c == 1
        ? Match.operand(sum.first(), function)
        : scaled != null && Match.isLiteral(scaled.second(), c)
            ? Match.operand(scaled.first(), function)
            : null;
  }

  private static boolean isHalf(Product product, Value x, Value bent) {
    return Match.near(product.coefficient(), 0.5, x.type().dtype())
        && product.under().isEmpty()
        && product.over().size() == 2
        && product.over().contains(x)
        && product.over().contains(bent);
  }

  private static Value logistic(Graph.Builder b, Combine op, List<Value> in) {
    Value x = RaiseSilu.logistic(op, in, -1.702);
    return x == null ? null : b.add(new Gelu(Gelu.Form.SIGMOID), x);
  }
}
