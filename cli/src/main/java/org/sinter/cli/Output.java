package org.sinter.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Named facts, printed as aligned lines for people or as one JSON object for machines. */
final class Output {
  private final Map<String, Object> facts = new LinkedHashMap<>();

  Output put(String name, Object value) {
    facts.put(name, value);
    return this;
  }

  void print(PrintWriter out, boolean json) {
    if (json) {
      out.println(json(facts));
    } else {
      int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
      facts.forEach((name, value) -> out.printf("%-" + width + "s  %s%n", name, value));
    }
    out.flush();
  }

  /** Maps, lists, numbers, booleans and text as JSON. */
  static String json(Object value) {
    if (value instanceof Map<?, ?> map) {
      List<String> parts =
          map.entrySet().stream()
              .map(e -> quote(e.getKey().toString()) + ": " + json(e.getValue()))
              .toList();
      return "{" + String.join(", ", parts) + "}";
    }
    if (value instanceof List<?> list) {
      return "[" + String.join(", ", list.stream().map(Output::json).toList()) + "]";
    }
    boolean finite = !(value instanceof Double d) || !(d.isNaN() || d.isInfinite());
    return (value instanceof Number && finite) || value instanceof Boolean || value == null
        ? String.valueOf(value)
        : quote(value.toString());
  }

  private static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> out.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
      }
    }
    return out.append('"').toString();
  }
}
