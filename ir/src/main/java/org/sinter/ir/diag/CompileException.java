package org.sinter.ir.diag;

import java.util.List;
import java.util.stream.Collectors;

/** The user's fault, with every diagnostic found. */
public final class CompileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Diagnostic> diagnostics;

  public CompileException(List<Diagnostic> diagnostics) {
    super(diagnostics.stream().map(Diagnostic::toString).collect(Collectors.joining("\n")));
    this.diagnostics = List.copyOf(diagnostics);
  }

  public CompileException(Location location, String message, String... notes) {
    this(List.of(Diagnostic.error(location, message, notes)));
  }

  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
