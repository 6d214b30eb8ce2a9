package org.sinter.tests.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The developers' data: {@code -Dsinter.shared=}, or {@code shared/} above the checkout. */
public final class Shared {
  private Shared() {}

  /** A file or folder of {@code shared/data}; the test is skipped where it is absent. */
  public static Path data(String name) {
    Path root = root();
    Assumptions.assumeTrue(root != null, "no shared/data folder: test skipped");
    Path found = root.resolve(name);
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

  /** Whether the long suites run: {@code mvn -Plong} or {@code -Dsinter.long=true}. */
  public static boolean isLong() {
    String value = System.getProperty("sinter.long");
    return value != null && !value.equals("false");
  }
}
