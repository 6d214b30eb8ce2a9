package org.sinter.cli.explain;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;

/**
 * A graph between two passes, in numbers.
 *
 * @param ops nodes by kind
 * @param parameters elements of all constants
 * @param flops multiplications and additions of products and attention
 * @param activationBytes bytes of all values between nodes, were each written once
 */
public record Stage(
    Map<String, Integer> ops, long parameters, long weightBytes, long flops, long activationBytes) {
  static Stage of(Graph graph, Sizes sizes) {
    GraphFacts facts = new GraphFacts(graph);
    Map<String, Integer> ops = new TreeMap<>();
    for (Node node : graph.nodes()) {
      ops.merge(Kind.of(node.op()), 1, Integer::sum);
    }
    return new Stage(
        ops,
        facts.parameters(),
        facts.weightBytes(),
        sizes.at(facts.flops(), graph.symbols()),
        sizes.at(facts.activationBytes(), graph.symbols()));
  }

  int nodes() {
    return ops.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How many more nodes of each kind {@code after} has, where that is not 0. */
  Map<String, Integer> changes(Stage after) {
    Map<String, Integer> changes = new TreeMap<>(after.ops);
    ops.forEach((kind, count) -> changes.merge(kind, -count, Integer::sum));
    changes.values().removeIf(count -> count == 0);
    return changes;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("nodes", nodes());
    json.put("ops", ops);
    json.put("parameters", parameters);
    json.put("weightBytes", weightBytes);
    json.put("flops", flops);
    json.put("activationBytes", activationBytes);
    return json;
  }
}
