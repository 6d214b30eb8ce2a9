package org.sinter.ir.diag;

import java.util.List;
import java.util.Locale;

/**
 * One message: what was found, what was expected, lower case, no full stop; hints are notes.
 *
 * @param source the line of text that {@code location} names, or empty
 */
public record Diagnostic(
    Severity severity, Location location, String message, List<String> notes, String source) {
  /** How bad it is. */
  public enum Severity {
    ERROR,
    WARNING
  }

  public Diagnostic {
    notes = List.copyOf(notes);
  }

  public static Diagnostic error(Location location, String message, String... notes) {
    return new Diagnostic(Severity.ERROR, location, message, List.of(notes), "");
  }

  public Diagnostic withSource(String line) {
    return new Diagnostic(severity, location, message, notes, line);
  }

  /** {@code file:3:7: error: message}, the source line with a caret, then the notes. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(location).append(": ").append(severity.name().toLowerCase(Locale.ROOT));
    text.append(": ").append(message);
    if (!source.isEmpty()) {
      String caret = " ".repeat(Math.max(0, location.column() - 1)) + "^";
      text.append("\n  ").append(source).append("\n  ").append(caret);
    }
    notes.forEach(note -> text.append("\n  note: ").append(note));
    return text.toString();
  }
}
