package org.sinter.ir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A product of atoms, sorted; the empty product is 1. */
record Product(List<Atom> atoms) implements Comparable<Product> {
  static final Product ONE = new Product(List.of());

  Product times(Product other) {
    List<Atom> all = new ArrayList<>(atoms);
    all.addAll(other.atoms);
    Collections.sort(all);
    return new Product(List.copyOf(all));
  }

  /** This without the atoms of {@code other}, or null when one is missing. */
  Product dividedBy(Product other) {
    List<Atom> rest = new ArrayList<>(atoms);
    for (Atom atom : other.atoms) {
      if (!rest.remove(atom)) {
        return null;
      }
    }
    return new Product(List.copyOf(rest));
  }

  /** Longer products first, then by text: a monomial order, so that division ends. */
  @Override
  public int compareTo(Product other) {
    int bySize = Integer.compare(other.atoms.size(), atoms.size());
    for (int i = 0; bySize == 0 && i < atoms.size(); i++) {
      int byAtom = atoms.get(i).compareTo(other.atoms.get(i));
      if (byAtom != 0) {
        return byAtom;
      }
    }
    return bySize;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Atom atom : atoms) {
      text.append(text.isEmpty() ? "" : "*").append(atom);
    }
    return text.toString();
  }
}
