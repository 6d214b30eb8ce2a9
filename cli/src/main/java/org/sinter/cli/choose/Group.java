package org.sinter.cli.choose;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sinter.ir.Constant;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.op.MatMul;
import org.sinter.passes.Divisible.Unit;

/**
 * What is decided together: products with weights of one shape, or the tables of embeddings.
 *
 * @param name {@code 384x1536}, or {@code embeddings}
 * @param members names of weights
 */
record Group(String name, List<String> members) {
  private static final String TABLES = "embeddings";

  Group {
    members = List.copyOf(members);
  }

  /** All weights that a pass changes, those of one name together. */
  static List<Group> of(Graph graph, List<Unit> units) {
    Map<String, String> kinds = kinds(graph);
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (Unit unit : units) {
      String kind = kinds.getOrDefault(unit.name(), TABLES);
      groups.computeIfAbsent(kind, k -> new ArrayList<>()).add(unit.name());
    }
    return groups.entrySet().stream().map(e -> new Group(e.getKey(), e.getValue())).toList();
  }

  /** The shapes of products' weights by their names. */
  private static Map<String, String> kinds(Graph graph) {
    Map<String, String> kinds = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof MatMul && node.input(1) instanceof Constant c) {
        kinds.putIfAbsent(c.name(), c.type().dim(-2) + "x" + c.type().dim(-1));
      }
    }
    return kinds;
  }

  /** Each member alone. */
  List<Group> split() {
    return members.stream().map(member -> new Group(member, List.of(member))).toList();
  }

  @Override
  public String toString() {
    return members.size() == 1 ? members.get(0) : members.size() + " of " + name;
  }
}
