package org.sinter.passes.compress;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.sinter.ir.Constant;
import org.sinter.ir.Node;
import org.sinter.passes.Context;

/** The weights that {@link Quantize} has made, each once, and what it says of them. */
final class QuantizedWeights {
  private final Context context;
  private final Function<Constant, QuantizedWeight> make;
  private final Map<Constant, QuantizedWeight> made = new HashMap<>();

  QuantizedWeights(Context context, Function<Constant, QuantizedWeight> make) {
    this.context = context;
    this.make = make;
  }

  /** What stands for {@code exact}, read by {@code node}; null where that is not finite. */
  QuantizedWeight of(Constant exact, Node node) {
    QuantizedWeight weight = made.computeIfAbsent(exact, c -> told(c, node));
    if (!weight.isFinite()) {
      context.missed(node, exact.name() + " holds numbers that are not finite");
      return null;
    }
    return weight;
  }

  private QuantizedWeight told(Constant exact, Node node) {
    QuantizedWeight weight = make.apply(exact);
    if (context.isHeard() && weight.isFinite()) {
      context.applied(node, weight.described());
    }
    return weight;
  }
}
