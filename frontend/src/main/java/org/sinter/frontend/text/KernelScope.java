package org.sinter.frontend.text;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.sinter.frontend.text.IrParser.NameContext;
import org.sinter.ir.Dim;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Size;
import org.sinter.ir.kernel.Var;

/** The buffers and loop variables that a statement sees. */
final class KernelScope {
  private final SymbolScope symbols;
  private final Map<String, Buffer> buffers = new HashMap<>();
  private final Set<String> variables = new HashSet<>();

  KernelScope(SymbolScope symbols) {
    this.symbols = symbols;
  }

  void enter(NameContext at, Buffer buffer) {
    if (buffers.putIfAbsent(buffer.name(), buffer) != null) {
      throw new Fault(at.getStart(), "there is a buffer " + buffer.name() + " already");
    }
  }

  void leave(Buffer buffer) {
    buffers.remove(buffer.name());
  }

  /** Whether {@code variable} is new, so that it ends with its loop. */
  boolean enter(Var variable) {
    return variables.add(variable.name());
  }

  void leave(Var variable) {
    variables.remove(variable.name());
  }

  Buffer buffer(NameContext at) {
    Buffer buffer = buffers.get(Literals.name(at));
    if (buffer == null) {
      throw new Fault(at.getStart(), "unknown buffer " + Literals.name(at));
    }
    return buffer;
  }

  /** A loop variable or, where there is none of that name, a symbol of the buffers' types. */
  Expr variable(NameContext at) {
    String name = Literals.name(at);
    if (variables.contains(name)) {
      return new Var(name);
    }
    if (!symbols.knows(name)) {
      throw new Fault(at.getStart(), "unknown variable " + name);
    }
    Dim dim = symbols.symbol(name);
    return new Size(dim);
  }
}
