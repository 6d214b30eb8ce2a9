package org.sinter.passes.compress;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.ir.op.LayerNorm;
import org.sinter.ir.op.RmsNorm;
import org.sinter.passes.Match;

/**
 * A Transformer layer: residual sums one after the other, attention first, whose input and output
 * have the same type.
 *
 * @param through the sums, and the norms after them, each with the number of the input that leads
 *     to the layer's input
 */
record Layer(Value input, Value output, Map<Node, Integer> through, int nodes) {
  /** A residual sum and the norm that follows it, if the sums of this model are normed. */
  private record Step(Residual residual, Value output) {}

  /** All layers in order. */
  static List<Layer> of(Graph graph) {
    List<Layer> layers = new ArrayList<>();
    List<Step> open = new ArrayList<>();
    for (Step step : steps(graph)) {
      boolean follows = !open.isEmpty() && open.get(open.size() - 1).output == step.residual.skip();
      boolean begins = step.residual.attends() && open.stream().anyMatch(Layer::feedsForward);
      if (!follows || begins) {
        close(open, layers);
      }
      open.add(step);
    }
    close(open, layers);
    return layers;
  }

  private static boolean feedsForward(Step step) {
    return !step.residual.attends();
  }

  private static void close(List<Step> open, List<Layer> layers) {
    if (open.stream().anyMatch(step -> step.residual.attends())) {
      Map<Node, Integer> through = new LinkedHashMap<>();
      int nodes = 0;
      for (Step step : open) {
        through.putAll(step.residual.through());
        nodes += step.residual.between().size();
        if (Match.is(step.output, LayerNorm.class) || Match.is(step.output, RmsNorm.class)) {
          through.put(((Node.Result) step.output).node(), 0);
        }
      }
      Value output = open.get(open.size() - 1).output;
      layers.add(new Layer(open.get(0).residual.skip(), output, through, nodes));
    }
    open.clear();
  }

  private static List<Step> steps(Graph graph) {
    Map<Value, List<Node>> users = graph.users();
    Map<Node, Integer> order = new HashMap<>();
    graph.nodes().forEach(node -> order.put(node, order.size()));
    List<Residual> sums = new ArrayList<>();
    List<Value> ends = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Residual residual = Residual.of(node, users, order);
      if (residual != null && residual.hasWeights()) {
        sums.add(residual);
        ends.add(node.result());
      }
    }
    boolean normed = false;
    for (Residual sum : sums) {
      normed |= isNorm(sum.skip()) && ends.contains(Match.input(sum.skip(), 0));
    }
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < sums.size(); i++) {
      steps.add(new Step(sums.get(i), normed ? normed(ends.get(i), users) : ends.get(i)));
    }
    return steps;
  }

  private static boolean isNorm(Value value) {
    return Match.is(value, LayerNorm.class) || Match.is(value, RmsNorm.class);
  }

  private static Value normed(Value sum, Map<Value, List<Node>> users) {
    List<Node> next = users.getOrDefault(sum, List.of());
    boolean one = next.size() == 1 && isNorm(next.get(0).result()) && next.get(0).input(0) == sum;
    return one ? next.get(0).result() : sum;
  }
}
