package org.sinter.ir.text;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.ir.Constant;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Param;
import org.sinter.ir.Value;

/**
 * Names of a graph's values: {@code %x} for parameters and constants, {@code %0, %1} for results.
 */
final class ValueNames {
  private final Map<Value, String> names = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  ValueNames(List<Param> params, List<Constant> constants) {
    params.forEach(p -> name(p, p.name()));
    constants.forEach(c -> name(c, c.name()));
  }

  ValueNames(Graph graph) {
    this(graph.params(), graph.constants());
    for (Node node : graph.nodes()) {
      node.results().forEach(r -> names.put(r, "%" + (names.size() - taken.size())));
    }
  }

  private void name(Value value, String wanted) {
    String base = wanted.isEmpty() ? "c" : wanted;
    String name = base;
    for (int i = 1; !taken.add(name); i++) {
      name = base + "_" + i;
    }
    names.put(value, "%" + Names.name(name));
  }

  String of(Value value) {
    return names.get(value);
  }
}
