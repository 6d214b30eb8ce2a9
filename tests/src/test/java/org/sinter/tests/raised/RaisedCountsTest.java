package org.sinter.tests.raised;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Composites and leftovers in real exports are what {@code raised.tsv} derives from their sizes.
 */
class RaisedCountsTest {
  @TestFactory
  Stream<DynamicTest> models() throws IOException {
    List<String> lines = lines();
    List<String> columns = List.of(lines.get(0).split("\t"));
    return lines.stream()
        .skip(1)
        .map(line -> List.of(line.split("\t")))
        .map(row -> dynamicTest(row.get(0) + " " + row.get(1), () -> check(columns, row)));
  }

  private static List<String> lines() throws IOException {
    try (InputStream in = RaisedCountsTest.class.getResourceAsStream("/raised.tsv")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(l -> !l.startsWith("#") && !l.isBlank()).toList();
    }
  }

  private static void check(List<String> columns, List<String> row) {
    Path file = data().resolve(row.get(0)).resolve(row.get(1) + ".onnx");
    Assumptions.assumeTrue(Files.exists(file), file + " is absent: test skipped");
    Map<String, Integer> counts = OpCounts.of(file);
    List<String> found = new ArrayList<>(row.subList(0, 2));
    for (String column : columns.subList(2, columns.size())) {
      found.add(counts.getOrDefault(column, 0).toString());
    }
    assertEquals(table(columns, row), table(columns, found));
  }

  private static String table(List<String> columns, List<String> row) {
    Map<String, String> table = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      table.put(columns.get(i), row.get(i));
    }
    return table.toString();
  }

  private static Path data() {
    String given = System.getProperty("sinter.shared");
    Path found = given == null ? null : Path.of(given, "data");
    Path at = Path.of("").toAbsolutePath();
    while (found == null && at != null) {
      found = Files.isDirectory(at.resolve("shared/data")) ? at.resolve("shared/data") : null;
      at = at.getParent();
    }
    Assumptions.assumeTrue(found != null, "no shared/data folder: test skipped");
    return found.resolve("hf-zoo");
  }
}
