package org.sinter.cli.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sinter.cli.JarFacts;
import org.sinter.cli.report.Fields;

/**
 * How large a model jar is, and how long it took to make.
 *
 * @param jar bytes of the file
 * @param weights bytes of them
 * @param code bytes of the library for this system
 * @param seconds of compiling; NaN: the jar was given
 */
public record Sizes(long jar, long weights, long code, double seconds) {
  private static final String SYSTEM = "linux-x86_64";

  static Sizes of(Path jar, double seconds) throws IOException {
    JarFacts facts = JarFacts.read(jar);
    return new Sizes(Files.size(jar), facts.weightBytes(), facts.codeBytes(SYSTEM), seconds);
  }

  static Sizes of(Fields fields) throws IOException {
    return new Sizes(
        fields.integer("jar"),
        fields.integer("weights"),
        fields.integer("code"),
        fields.number("compileSeconds"));
  }

  Map<String, Object> json() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("jar", jar);
    map.put("weights", weights);
    map.put("code", code);
    map.put("compileSeconds", seconds);
    return map;
  }

  /** What is shipped. */
  long shipped() {
    return weights + code;
  }
}
