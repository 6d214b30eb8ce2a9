package org.sinter.cli.choose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.op.MatMul;
import org.sinter.passes.Context;
import org.sinter.passes.Pass;

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

  /** All weights that {@code pass} makes 8 bits of. */
  static List<Group> of(Graph graph, Pass<Graph> pass) {
    Set<String> narrow =
        pass.run(graph, Context.silent()).constants().stream()
            .filter(c -> c.type().dtype() == DType.I8)
            .map(Constant::name)
            .collect(Collectors.toSet());
    Set<Constant> weights = new LinkedHashSet<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof MatMul && node.input(1) instanceof Constant c) {
        weights.add(c);
      }
    }
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (Constant c : graph.constants()) {
      boolean matrix = c.type().dtype() == DType.F32 && c.type().rank() > 1;
      if (matrix && narrow.contains(c.name())) {
        String name = weights.contains(c) ? c.type().dim(-2) + "x" + c.type().dim(-1) : TABLES;
        groups.computeIfAbsent(name, n -> new ArrayList<>()).add(c.name());
      }
    }
    return groups.entrySet().stream().map(e -> new Group(e.getKey(), e.getValue())).toList();
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
