package org.sinter.ir;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of a graph's symbols.
 *
 * @param max upper bounds, by name, of the symbols that have one
 * @param measured upper bound, over other symbols, of each symbol that a kernel writes at run time
 * @param constraints what a call must fulfil
 */
public record Symbols(
    Map<String, Long> max, Map<String, Dim> measured, List<Constraint> constraints) {
  public static final Symbols NONE = new Symbols(Map.of(), Map.of(), List.of());

  /** {@code a = b} or {@code a <= b}. */
  public record Constraint(Dim a, boolean equal, Dim b) {
    @Override
    public String toString() {
      return a + (equal ? " = " : " <= ") + b;
    }
  }

  public Symbols {
    max = Collections.unmodifiableMap(new TreeMap<>(max));
    measured = Collections.unmodifiableMap(new LinkedHashMap<>(measured));
    constraints = List.copyOf(constraints);
  }
}
