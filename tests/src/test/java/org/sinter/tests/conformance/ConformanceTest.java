package org.sinter.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sinter.cli.Conformance;
import org.sinter.cli.Outcome;

/**
 * ONNX's node tests, compiled and run: all of them with {@code -Dsinter.long=true}, every 20th
 * otherwise. Those that do not pass are listed with the reason; one that does and is listed fails.
 */
class ConformanceTest {
  private static final int STRIDE = 20;

  /** Tests with an input bound to its value: shapes as tensors, axes, counts. */
  private static final int MOST_BOUND = 98;

  @Test
  void allButTheListedPass() throws IOException {
    List<Path> tests = Conformance.tests(Shared.data("onnx-node-tests"));
    assertEquals(737, tests.size());
    List<Path> chosen =
        Shared.isLong()
            ? tests
            : tests.stream().filter(t -> tests.indexOf(t) % STRIDE == 0).toList();
    List<Outcome> outcomes;
    try (Conformance conformance = new Conformance("native")) {
      outcomes = conformance.run(chosen, o -> {});
    }
    check(outcomes);
  }

  private static void check(List<Outcome> outcomes) throws IOException {
    Map<String, String> listed = listed();
    Map<String, String> expected = new TreeMap<>();
    Map<String, String> found = new TreeMap<>();
    for (Outcome outcome : outcomes) {
      if (outcome.status() != Outcome.Status.PASSED) {
        found.put(outcome.name(), outcome.reason());
      }
      if (listed.containsKey(outcome.name())) {
        expected.put(outcome.name(), listed.get(outcome.name()));
      }
    }
    long bound = outcomes.stream().filter(o -> !o.bound().isEmpty()).count();
    System.out.printf(
        "conformance: %d of %d passed, %d with bound inputs%n",
        outcomes.size() - found.size(), outcomes.size(), bound);
    assertEquals(expected.keySet(), found.keySet(), () -> found.toString());
    assertTrue(bound <= MOST_BOUND, bound + " bound");
  }

  private static Map<String, String> listed() throws IOException {
    Map<String, String> listed = new TreeMap<>();
    try (InputStream in =
        ConformanceTest.class.getResourceAsStream("/conformance-expected-failures.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      text.lines()
          .filter(line -> !line.isBlank())
          .forEach(line -> listed.put(line.split(": ", 2)[0], line.split(": ", 2)[1]));
    }
    return listed;
  }
}
