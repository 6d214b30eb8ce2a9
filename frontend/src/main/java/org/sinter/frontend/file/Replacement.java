package org.sinter.frontend.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file written beside its place and renamed into it, so that nobody sees half of it. */
public final class Replacement {
  private static final int BUFFER = 1 << 16;

  private Replacement() {}

  /** What is written. */
  public interface Content {
    void to(OutputStream out) throws IOException;
  }

  /** Text in UTF-8. */
  public static void write(Path file, String text) {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  public static void write(Path file, Content content) {
    Path target = file.toAbsolutePath();
    String name = "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp";
    Path temporary = target.resolveSibling(name);
    try {
      try (OutputStream out = new BufferedOutputStream(open(temporary), BUFFER)) {
        content.to(out);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw Failure.at(file, "", "cannot be written", e);
    } finally {
      delete(temporary);
    }
  }

  private static OutputStream open(Path file) throws IOException {
    return Files.newOutputStream(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw Failure.at(file, "", "cannot be removed", e);
    }
  }
}
