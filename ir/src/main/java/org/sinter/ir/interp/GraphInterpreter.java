package org.sinter.ir.interp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sinter.ir.Graph;
import org.sinter.ir.Param;
import org.sinter.ir.Tensor;

/** The meaning of a graph: runs its nodes in order, each result rounded to its type. */
public final class GraphInterpreter {
  private GraphInterpreter() {}

  /**
   * Results by name, in order.
   *
   * @throws IllegalArgumentException when an input, a constraint or an index does not fit
   */
  public static Map<String, Tensor> run(Graph graph, Map<String, Tensor> inputs) {
    return run(graph, inputs, (value, tensor) -> {});
  }

  /** As {@link #run(Graph, Map)}; {@code observer} sees the results of every node. */
  public static Map<String, Tensor> run(
      Graph graph, Map<String, Tensor> inputs, Observer observer) {
    for (String name : inputs.keySet()) {
      if (graph.params().stream().noneMatch(p -> p.name().equals(name))) {
        throw new IllegalArgumentException("no input is named " + name);
      }
    }
    Map<String, Long> symbols = Bindings.of(graph.params(), inputs, graph.symbols());
    List<Tensor> arguments = new ArrayList<>();
    for (Param param : graph.params()) {
      arguments.add(inputs.get(param.name()));
    }
    NodeRunner runner = new NodeRunner(symbols, graph.symbols().measured(), observer);
    List<Tensor> results = runner.run(graph, arguments);
    Bindings.checkConstraints(graph.symbols(), symbols);
    return named(graph, results);
  }

  private static Map<String, Tensor> named(Graph graph, List<Tensor> results) {
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (int i = 0; i < results.size(); i++) {
      named.put(graph.resultNames().get(i), results.get(i));
    }
    return named;
  }

  /** The value of a graph's only result, for graphs without inputs. */
  public static Tensor evaluate(Graph graph) {
    Map<String, Tensor> results = run(graph, Map.of());
    return results.values().iterator().next();
  }
}
