package org.sinter.tests.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A text before and after passes.
 *
 * <pre>
 * // RUN: PIPELINE
 * // TOLERANCE: 1e-5      relative; left out: equal bits
 * // SIZES: seq = 3       left out: 2, 3, … in the order of the symbols' names
 * // CHANGES: meaning     for passes that compute something else, and more of it in a second run
 * graph(…) { … }
 * // ==>                  or, where the very same graph comes back: // ==> unchanged
 * graph(…) { … }
 * </pre>
 */
record FileTest(Path file, List<String> header, String before, String after) {
  private static final String ARROW = "// ==>";

  /** The expectation of a pass that changes nothing. */
  static final String UNCHANGED = " unchanged\n";

  static FileTest read(Path file) throws IOException {
    String text = Files.readString(file);
    List<String> header = text.lines().takeWhile(l -> l.startsWith("// ")).toList();
    String body = text.substring(header.stream().mapToInt(l -> l.length() + 1).sum());
    int arrow = body.indexOf(ARROW);
    return arrow < 0
        ? new FileTest(file, header, body, null)
        : new FileTest(
            file, header, body.substring(0, arrow), body.substring(arrow + ARROW.length()));
  }

  /** The rest of the header line that starts with {@code key}. */
  String header(String key, String otherwise) {
    String start = "// " + key + ": ";
    return header.stream()
        .filter(l -> l.startsWith(start))
        .map(l -> l.substring(start.length()))
        .findFirst()
        .orElse(otherwise);
  }

  Map<String, Long> sizes() {
    Map<String, Long> sizes = new HashMap<>();
    for (String size : header("SIZES", "").split(",")) {
      if (!size.isBlank()) {
        sizes.put(size.split("=")[0].strip(), Long.parseLong(size.split("=")[1].strip()));
      }
    }
    return sizes;
  }

  boolean changesMeaning() {
    return header("CHANGES", "").equals("meaning");
  }

  boolean isError() {
    return before.contains("// error: ");
  }

  /** Writes what is true now as what is expected. */
  void bless(String blessedBefore, String blessedAfter) throws IOException {
    String start = String.join("\n", header) + "\n" + blessedBefore;
    Files.writeString(file, blessedAfter == null ? start : start + ARROW + blessedAfter);
  }
}
