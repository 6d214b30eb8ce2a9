package org.sinter.tests.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.diag.Diagnostic;

/**
 * A text whose faulty lines end in {@code // error: MESSAGE}: all of these and no others are found.
 */
final class ErrorTest {
  private static final String MARK = "// error: ";

  private ErrorTest() {}

  static void check(Path file, Function<Path, ?> reader) throws IOException {
    CompileException e = assertThrows(CompileException.class, () -> reader.apply(file));
    Map<Integer, String> found = new TreeMap<>();
    for (Diagnostic d : e.diagnostics()) {
      found.put(d.location().line(), d.message());
    }
    assertEquals(expected(Files.readAllLines(file)), found);
  }

  private static Map<Integer, String> expected(List<String> lines) {
    Map<Integer, String> expected = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      int mark = lines.get(i).indexOf(MARK);
      if (mark >= 0) {
        expected.put(i + 1, lines.get(i).substring(mark + MARK.length()));
      }
    }
    return expected;
  }
}
