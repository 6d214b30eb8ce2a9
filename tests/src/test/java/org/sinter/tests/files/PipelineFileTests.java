package org.sinter.tests.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.sinter.frontend.text.PipelineReader;

/** Reads every {@code .pipeline} file below {@code files}. */
class PipelineFileTests {
  @TestFactory
  Stream<DynamicTest> files() throws IOException {
    return FileTests.find(".pipeline")
        .map(f -> dynamicTest(FileTests.ROOT.relativize(f).toString(), () -> run(f)));
  }

  private static void run(Path file) throws IOException {
    if (Files.readString(file).contains("// error: ")) {
      ErrorTest.check(file, f -> PipelineReader.read(f).steps());
      return;
    }
    String text = Files.readString(file);
    assertEquals(text.strip(), PipelineReader.read(file).toString());
  }
}
