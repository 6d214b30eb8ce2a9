package org.sinter.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sinter.cli.report.Json;

/** Named facts, printed as aligned lines for people or as one JSON object for machines. */
final class Output {
  private final Map<String, Object> facts = new LinkedHashMap<>();

  Output put(String name, Object value) {
    facts.put(name, value);
    return this;
  }

  void print(PrintWriter out, boolean json) {
    if (json) {
      out.println(Json.text(facts));
    } else {
      int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
      facts.forEach((name, value) -> out.printf("%-" + width + "s  %s%n", name, value));
    }
    out.flush();
  }
}
