package org.sinter.tests.minilm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same model gives the same jar, elsewhere and later, in another time zone. */
class ReproducibleTest {
  @TempDir static Path directory;

  @Test
  void sameBytes() throws Exception {
    Path first = MiniLm.jar();
    Path elsewhere = Files.createDirectories(directory.resolve("a/longer name"));
    Path onnx = MiniLm.onnx(elsewhere);
    Files.setLastModifiedTime(onnx, FileTime.fromMillis(1_000_000_000_000L));
    TimeZone zone = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
      Path second = elsewhere.resolve(first.getFileName());
      MiniLm.compile(onnx, second, "--target", "linux-x86_64");
      assertEquals(-1, Files.mismatch(first, second));
    } finally {
      TimeZone.setDefault(zone);
    }
  }
}
