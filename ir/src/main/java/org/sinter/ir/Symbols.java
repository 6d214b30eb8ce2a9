package org.sinter.ir;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /** The most that a symbol can be, by its own bound or by a constraint on it alone, or null. */
  public Long most(String name) {
    Long most = max.get(name);
    for (Constraint each : constraints) {
      if (each.b.isConstant() && each.a.symbols().equals(Set.of(name))) {
        Dim above = each.a.minus(Dim.symbol(name));
        if (above.isConstant()) {
          long bound = each.b.value() - above.value();
          most = most == null ? bound : Math.min(most, bound);
        }
      }
    }
    return most;
  }

  /** The most that a dim can be: a formula without measured symbols; the dim itself if it is. */
  public Dim most(Dim dim) {
    return isMeasured(dim) ? Extent.of(dim, measured).most() : dim;
  }

  /** The same of each dim of a shape, at least 0. */
  public List<Dim> most(List<Dim> dims) {
    return dims.stream().map(d -> isMeasured(d) ? most(d).max(Dim.ZERO) : d).toList();
  }

  /** Whether a dim is known only at run time. */
  public boolean isMeasured(Dim dim) {
    return dim.symbols().stream().anyMatch(measured::containsKey);
  }
}
