package org.sinter.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.cli.Sinter;
import picocli.CommandLine;

/** What {@code sinter conformance} says of tests that pass, fail and are out of scope. */
class ConformanceCommandTest {
  @TempDir Path directory;

  @Test
  void countsAndNamesReasons() throws IOException {
    copy("test_abs");
    copy("test_equal_string");
    damage(copy("test_and2d").resolve("test_data_set_0/output_0.pb"));
    List<String> lines = run(1).lines().toList();
    assertTrue(lines.get(0).startsWith("failed test_and2d: and: element 11 is "), lines.get(0));
    assertEquals("skipped test_equal_string: strings", lines.get(1));
    assertEquals("0 with inputs bound to the test's values", lines.get(2));
    assertEquals("1 passed, 1 failed, 1 skipped", lines.get(3));
  }

  @Test
  void bindsAnInputThatDecidesAShape() throws IOException {
    copy("test_range_int32_type_negative_delta");
    String json = run(0, "--json", "--via", "kernels");
    assertTrue(
        json.startsWith("{\"passed\": 1, \"failed\": 0, \"skipped\": 0, \"bound\": 1"), json);
    assertTrue(json.contains("\"bound\": [\"delta\", \"limit\", \"start\"]"), json);
  }

  @Test
  void aDirectoryThatIsNoneIsAnError() {
    CommandLine command = Sinter.commandLine().setErr(new PrintWriter(new StringWriter()));
    assertEquals(1, command.execute("conformance", directory.resolve("none").toString()));
  }

  private String run(int status, String... more) {
    StringWriter out = new StringWriter();
    CommandLine command = Sinter.commandLine().setOut(new PrintWriter(out));
    String[] arguments =
        Stream.concat(Stream.of("conformance", directory.toString()), Stream.of(more))
            .toArray(String[]::new);
    assertEquals(status, command.execute(arguments), out::toString);
    return out.toString();
  }

  private Path copy(String test) throws IOException {
    Path from = Shared.data("onnx-node-tests/" + test);
    Path to = directory.resolve(test);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    return to;
  }

  /** The last byte is the last element's. */
  private static void damage(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
  }
}
