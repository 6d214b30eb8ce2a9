package org.sinter.tests.quality;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sinter.tests.conformance.Shared;

/** Two sentences and how similar people find them, 0 to 5. */
record Pair(String first, String second, double score) {
  /** The STS benchmark's development part: 1500 pairs. */
  static List<Pair> dev() throws IOException {
    return read(Shared.data("datasets/stsb/stsb-en-dev.csv"));
  }

  static List<Pair> read(Path csv) throws IOException {
    List<Pair> pairs = new ArrayList<>();
    for (String line : Files.readAllLines(csv)) {
      List<String> fields = fields(line);
      if (fields.size() != 3) {
        throw new IOException(csv + ", line " + (pairs.size() + 1) + ": expected 3 fields");
      }
      pairs.add(new Pair(fields.get(0), fields.get(1), Double.parseDouble(fields.get(2))));
    }
    return pairs;
  }

  /** A line of comma-separated values: a field in quotes holds commas, and quotes twice. */
  static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        field.append(line.charAt(++i));
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }

  /** All sentences: the first ones, then the second ones. */
  static List<String> sentences(List<Pair> pairs) {
    List<String> sentences = new ArrayList<>();
    pairs.forEach(pair -> sentences.add(pair.first));
    pairs.forEach(pair -> sentences.add(pair.second));
    return sentences;
  }
}
