package org.sinter.ir;

import java.util.List;
import java.util.Map;

/**
 * What is known of a graph's symbols.
 *
 * @param max upper bounds, by name, of the symbols that have one
 * @param measured upper bound, over other symbols, of each symbol that a kernel writes at run time
 * @param constraints what a call must fulfil
 */
public record Symbols(Map<String, Long> max, Map<String, Dim> measured, List<Constraint> constraints) {
  public static final Symbols NONE = new Symbols(Map.of(), Map.of(), List.of());

  /** {@code a = b} or {@code a <= b}. */
  public record Constraint(Dim a, boolean equal, Dim b) {
    @Override
    public String toString() {
      return a + (equal ? " = " : " <= ") + b;
    }
  }

  public Symbols {
    max = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(max));
    measured = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(measured));
    constraints = List.copyOf(constraints);
  }
}
