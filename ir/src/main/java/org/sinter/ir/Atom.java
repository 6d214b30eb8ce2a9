package org.sinter.ir;

/** A factor of a {@link Dim} that algebra does not look into. */
sealed interface Atom extends Comparable<Atom> permits Atom.Symbol, Atom.Apply {
  @Override
  default int compareTo(Atom other) {
    return toString().compareTo(other.toString());
  }

  record Symbol(String name, long min) implements Atom {
    @Override
    public String toString() {
      return name;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Symbol s && s.name.equals(name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  record Apply(String function, Dim a, Dim b) implements Atom {
    @Override
    public String toString() {
      return function + "(" + a + ", " + b + ")";
    }
  }
}
