package org.sinter.frontend.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Files that a text names: in its directory or below, and nowhere else. */
final class Beside {
  private Beside() {}

  /** The file of that name in or below {@code directory}. */
  static Path locate(Path directory, String name) {
    try {
      Path file = directory.resolve(name);
      if (name.isEmpty() || !file.normalize().startsWith(directory.normalize())) {
        throw new IllegalArgumentException(name + " is outside the directory of the text");
      }
      if (!Files.isRegularFile(file)) {
        throw new IllegalArgumentException(file + " is no file");
      }
      if (!file.toRealPath().startsWith(directory.toRealPath())) {
        throw new IllegalArgumentException(name + " leads out of the directory of the text");
      }
      return file;
    } catch (InvalidPathException | IOException e) {
      throw new IllegalArgumentException(name + " cannot be used: " + e.getMessage(), e);
    }
  }
}
