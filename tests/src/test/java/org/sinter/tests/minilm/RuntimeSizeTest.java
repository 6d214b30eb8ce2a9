package org.sinter.tests.minilm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The runtime's jar has at most 150 KB. */
class RuntimeSizeTest {
  private static final long MOST = 150_000;

  @Test
  void runtimeIsSmall() throws IOException {
    Path runtime = Child.runtime();
    long bytes = Files.isDirectory(runtime) ? packed(runtime) : Files.size(runtime);
    System.out.printf("runtime jar: %,d bytes%n", bytes);
    assertTrue(bytes > 10_000 && bytes <= MOST, bytes + " bytes");
  }

  private static long packed(Path classes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      for (Path file : files(classes)) {
        jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, jar);
      }
    }
    return bytes.size();
  }

  private static List<Path> files(Path classes) throws IOException {
    try (Stream<Path> all = Files.walk(classes)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
