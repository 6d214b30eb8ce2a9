package org.sinter.passes;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.sinter.ir.Constant;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Value;

/**
 * A pass that does the same to each of several weights and can leave any of them as it is, so that
 * what it costs in quality can be found weight by weight.
 */
public interface Divisible extends Pass<Graph> {
  /**
   * A weight that the pass changes.
   *
   * @param name as {@link #without} takes it
   * @param place the node of the model file that reads it first; empty: unknown
   */
  record Unit(String name, String place) {}

  /** The same pass, which leaves the weights of these names as they are, too. */
  Pass<Graph> without(List<String> names);

  /** What it changes, in order of first use. */
  default List<Unit> units(Graph graph, Context context) {
    return units(graph, run(graph, context.unheard()));
  }

  /**
   * The same where its result is known: constants that are no longer there, or beside which there
   * is now another one of their name.
   */
  default List<Unit> units(Graph graph, Graph after) {
    Set<Constant> left = Collections.newSetFromMap(new IdentityHashMap<>());
    left.addAll(after.constants());
    Set<String> made = names(after.constants(), graph.constants());
    Map<String, Unit> units = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      for (Value input : node.inputs()) {
        if (input instanceof Constant c && (!left.contains(c) || made.contains(c.name()))) {
          units.putIfAbsent(c.name(), new Unit(c.name(), node.origin()));
        }
      }
    }
    return List.copyOf(units.values());
  }

  /** Those of constants that are not among {@code old}. */
  private static Set<String> names(List<Constant> constants, List<Constant> old) {
    Set<Constant> known = Collections.newSetFromMap(new IdentityHashMap<>());
    known.addAll(old);
    return constants.stream()
        .filter(c -> !known.contains(c))
        .map(Constant::name)
        .collect(Collectors.toSet());
  }
}
