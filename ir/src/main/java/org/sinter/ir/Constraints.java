package org.sinter.ir;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what {@code infer} could not prove; what is provably false throws. */
public final class Constraints {
  private final Set<Symbols.Constraint> found = new LinkedHashSet<>();

  /** Demands {@code a = b}. */
  public void equal(Dim a, Dim b, String what) {
    if (a.equals(b)) {
      return;
    }
    if (a.differs(b)) {
      throw new IllegalArgumentException(what + " differ: " + a + " and " + b);
    }
    found.add(new Symbols.Constraint(a, true, b));
  }

  /** Demands {@code a <= b}. */
  public void lessOrEqual(Dim a, Dim b, String what) {
    if (a.lessOrEqual(b)) {
      return;
    }
    if (b.plus(1).lessOrEqual(a)) {
      throw new IllegalArgumentException(what + ": " + a + " > " + b);
    }
    found.add(new Symbols.Constraint(a, false, b));
  }

  /** The broadcast of two dims: equal, or one of them 1. */
  public Dim broadcast(Dim a, Dim b, String what) {
    if (a.is(1) || a.equals(b)) {
      return b;
    }
    if (b.is(1)) {
      return a;
    }
    equal(a, b, what);
    return a.isConstant() ? a : b.isConstant() ? b : a;
  }

  /** The broadcast of two shapes, aligned at their ends. */
  public List<Dim> broadcast(List<Dim> a, List<Dim> b) {
    List<Dim> longer = a.size() >= b.size() ? a : b;
    List<Dim> shorter = a.size() >= b.size() ? b : a;
    List<Dim> result = new ArrayList<>(longer);
    int shift = longer.size() - shorter.size();
    for (int i = 0; i < shorter.size(); i++) {
      String what = "shapes " + a + " and " + b;
      result.set(shift + i, broadcast(longer.get(shift + i), shorter.get(i), what));
    }
    return result;
  }

  public List<Symbols.Constraint> found() {
    return List.copyOf(found);
  }

  public void add(Symbols.Constraint constraint) {
    found.add(constraint);
  }
}
