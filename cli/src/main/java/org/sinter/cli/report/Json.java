package org.sinter.cli.report;

import java.util.List;
import java.util.Map;

/** Values as JSON text. */
public final class Json {
  private Json() {}

  /** Maps, lists, numbers, booleans and text as JSON. */
  public static String text(Object value) {
    if (value instanceof Map<?, ?> map) {
      List<String> parts =
          map.entrySet().stream()
              .map(e -> quote(e.getKey().toString()) + ": " + text(e.getValue()))
              .toList();
      return "{" + String.join(", ", parts) + "}";
    }
    if (value instanceof List<?> list) {
      return "[" + String.join(", ", list.stream().map(Json::text).toList()) + "]";
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
