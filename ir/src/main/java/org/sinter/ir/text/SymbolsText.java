package org.sinter.ir.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Symbols;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;

/**
 * What is known of symbols: {@code where past >= 0, seq <= 512, measured n <= 4*seq requires a =
 * b}.
 */
final class SymbolsText {
  private SymbolsText() {}

  /** Starts with a blank unless it is empty. */
  static String print(Symbols symbols, Set<String> fromZero) {
    List<String> known = new ArrayList<>();
    for (String name : fromZero) {
      if (!symbols.measured().containsKey(name)) {
        known.add(Names.name(name) + " >= 0");
      }
    }
    symbols.max().forEach((name, max) -> known.add(Names.name(name) + " <= " + max));
    symbols
        .measured()
        .forEach((n, max) -> known.add("measured " + Names.name(n) + " <= " + Types.print(max)));
    List<String> constraints = symbols.constraints().stream().map(SymbolsText::print).toList();
    return join(" where ", known) + join(" requires ", constraints);
  }

  private static String print(Symbols.Constraint c) {
    return Types.print(c.a()) + (c.equal() ? " = " : " <= ") + Types.print(c.b());
  }

  private static String join(String start, List<String> parts) {
    return parts.isEmpty() ? "" : parts.stream().collect(Collectors.joining(", ", start, ""));
  }

  /** All symbols of a graph's text that may be 0, in order of their names. */
  static Set<String> fromZero(Graph graph) {
    Set<String> names = new TreeSet<>();
    graph.params().forEach(p -> add(p.type(), names));
    for (Node node : graph.nodes()) {
      node.results().forEach(r -> add(r.type(), names));
      Records.attributes((Record) node.op()).values().forEach(v -> addAttribute(v, names));
    }
    graph.results().stream().map(Value::type).forEach(t -> add(t, names));
    add(graph.symbols(), names);
    return names;
  }

  static void add(Symbols symbols, Set<String> names) {
    symbols.measured().values().forEach(d -> Types.symbolsFromZero(d, names));
    for (Symbols.Constraint constraint : symbols.constraints()) {
      Types.symbolsFromZero(constraint.a(), names);
      Types.symbolsFromZero(constraint.b(), names);
    }
  }

  static void add(TensorType type, Set<String> names) {
    type.dims().forEach(d -> Types.symbolsFromZero(d, names));
  }

  private static void addAttribute(Object value, Set<String> names) {
    if (value instanceof Dim d) {
      Types.symbolsFromZero(d, names);
    } else if (value instanceof List<?> list) {
      list.forEach(v -> addAttribute(v, names));
    }
  }
}
