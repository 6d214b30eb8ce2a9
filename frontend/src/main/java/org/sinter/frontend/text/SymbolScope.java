package org.sinter.frontend.text;

import java.util.HashSet;
import java.util.Set;
import org.sinter.frontend.text.IrParser.NameContext;
import org.sinter.ir.Dim;

/**
 * The symbols of a graph or kernel: first declared by types of parameters, then only known ones.
 */
final class SymbolScope {
  private final Set<String> fromZero = new HashSet<>();
  private final Set<String> known = new HashSet<>();
  private boolean closed;

  /** A symbol that may be 0; said before it is used. */
  void fromZero(String name) {
    fromZero.add(name);
  }

  void declare(String name) {
    known.add(name);
  }

  /** From here on, unknown symbols are faults. */
  void close() {
    closed = true;
  }

  boolean knows(String name) {
    return known.contains(name);
  }

  Dim symbol(NameContext at) {
    String name = Literals.name(at);
    if (closed && !known.contains(name)) {
      throw new Fault(
          at.getStart(),
          "unknown symbol " + name + ": it is in no parameter's type and not measured");
    }
    known.add(name);
    return symbol(name);
  }

  Dim symbol(String name) {
    return fromZero.contains(name) ? Dim.symbolFromZero(name) : Dim.symbol(name);
  }

  /** A scope inside this one, open for declarations. */
  SymbolScope inner() {
    SymbolScope inner = new SymbolScope();
    inner.fromZero.addAll(fromZero);
    inner.known.addAll(known);
    return inner;
  }
}
