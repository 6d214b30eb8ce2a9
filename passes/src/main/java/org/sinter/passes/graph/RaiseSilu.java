package org.sinter.passes.graph;

import java.util.List;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Silu;
import org.sinter.passes.Context;
import org.sinter.passes.Match;
import org.sinter.passes.Pass;
import org.sinter.passes.Rules;

/** {@code x * (1 / (1 + exp(-x)))} and {@code x / (1 + exp(-x))} become {@code silu(x)}. */
public record RaiseSilu() implements Pass<Graph> {
  @Override
  public Graph run(Graph graph, Context context) {
    return Rules.remarking(context).on(Combine.class, RaiseSilu::raise).apply(graph);
  }

  private static Value raise(Graph.Builder b, Combine op, List<Value> in) {
    Value x = Product.isOne(op) ? logistic(op, in, -1) : null;
    return x == null ? null : b.add(new Silu(), x);
  }

  /** {@code x} when the product is {@code x / (1 + exp(slope * x))}, else null. */
  static Value logistic(Combine op, List<Value> in, double slope) {
    for (Value x : Product.parts(in)) {
      Product product = Product.of(op, in, x);
      if (product.coefficient() == 1
          && product.over().equals(List.of(x))
          && product.under().size() == 1
          && isLogistic(product.under().get(0), x, slope)) {
        return x;
      }
    }
    return null;
  }

  private static boolean isLogistic(Value value, Value x, double slope) {
    Match.Pair sum = Match.operands(value, Binary.Function.ADD);
    Value exponent =
        sum == null || !Match.isLiteral(sum.second(), 1)
            ? null
            : Match.operand(sum.first(), Unary.Function.EXP);
    return exponent != null && Polynomial.is(exponent, x, 0, slope);
  }
}
