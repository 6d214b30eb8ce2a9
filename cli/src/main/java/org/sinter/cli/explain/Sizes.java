package org.sinter.cli.explain;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Param;
import org.sinter.ir.Symbols;

/**
 * Values at which formulas over symbols become numbers: those given, else 1 for the first dim of an
 * input with several and 128 for all others, as far as their bounds allow.
 */
public record Sizes(Map<String, Long> given, Map<String, Long> defaults) {
  private static final long LENGTH = 128;

  /** For the symbols of a graph's inputs. */
  public static Sizes of(Graph graph, Map<String, Long> given) {
    Map<String, Long> defaults = new LinkedHashMap<>();
    for (Param param : graph.params()) {
      for (int i = 0; i < param.type().rank(); i++) {
        boolean batch = i == 0 && param.type().rank() > 1;
        for (String symbol : param.type().dim(i).symbols()) {
          long most = graph.symbols().max().getOrDefault(symbol, LENGTH);
          defaults.putIfAbsent(symbol, batch ? 1 : Math.min(most, LENGTH));
        }
      }
    }
    Set<String> unknown = new LinkedHashSet<>(given.keySet());
    unknown.removeAll(defaults.keySet());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "--shape: the model has no symbols " + unknown + ", its are " + defaults.keySet());
    }
    given.forEach(defaults::replace);
    return new Sizes(given, defaults);
  }

  /** The most that {@code dim} can be here; symbols that a pass brings count as 128. */
  long at(Dim dim, Symbols symbols) {
    return symbols.most(dim).evaluate(s -> defaults.getOrDefault(s, LENGTH));
  }

  @Override
  public String toString() {
    return defaults.isEmpty()
        ? "fixed shapes"
        : defaults.entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining(", "));
  }
}
