package org.sinter.frontend;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The developers' data: {@code -Dsinter.shared=}, or {@code shared/} above the checkout. */
public final class SharedData {
  private SharedData() {}

  public static Path find(String name) {
    Path file = root();
    Assumptions.assumeTrue(file != null, "no shared/data folder: test skipped");
    Path found = file.resolve(name);
    Assumptions.assumeTrue(Files.exists(found), found + " is absent: test skipped");
    return found;
  }

  private static Path root() {
    String given = System.getProperty("sinter.shared");
    if (given != null) {
      return Path.of(given, "data");
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("shared/data"))) {
        return at.resolve("shared/data");
      }
    }
    return null;
  }
}
