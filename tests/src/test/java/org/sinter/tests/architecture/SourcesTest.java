package org.sinter.tests.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules about source files hold, and each fires at a bad example. */
class SourcesTest {
  private static final String GOOD = "package a;\n\n/** A good class. */\nfinal class A {}\n";

  /** Longer files → why. */
  private static final Map<String, String> LONGER =
      Map.of("Dim.java", "the normal form of dims and its arithmetic are one private algebra");

  @TempDir Path directory;

  @Test
  void rulesHold() throws IOException {
    Sources sources = new Sources(Path.of("..").toAbsolutePath().normalize(), LONGER);
    assertTrue(sources.files().size() > 300, "only " + sources.files().size() + " files");
    assertEquals(List.of(), sources.violations());
  }

  private Path write(String name, String text) throws IOException {
    Path folder = Files.createDirectories(directory.resolve("m/src/main/java/a"));
    return Files.writeString(folder.resolve(name), text);
  }

  private void fires(String violation, Map<String, String> longer) throws IOException {
    assertEquals(
        List.of("m/src/main/java/a" + violation), new Sources(directory, longer).violations());
  }

  @Test
  void acceptsWhatIsRight() throws IOException {
    write("package-info.java", "/** A package. */\npackage a;\n");
    write("A.java", GOOD);
    write("B.java", "package a;\n\n/**\n * B.\n */\n@Deprecated\npublic abstract class B {}\n");
    assertEquals(List.of(), new Sources(directory, Map.of()).violations());
  }

  @Test
  void fireAtPackages() throws IOException {
    write("A.java", GOOD);
    fires(": no package-info.java", Map.of());
    write("package-info.java", "package a;\n");
    fires("/package-info.java: no sentence about the package", Map.of());
  }

  @Test
  void fireAtUndocumentedTypes() throws IOException {
    write("package-info.java", "/** A package. */\npackage a;\n");
    write("A.java", "package a;\n\nfinal class A {\n  /** One. */\n  int one;\n}\n");
    fires("/A.java: no documentation comment", Map.of());
  }

  @Test
  void fireAtLength() throws IOException {
    write("package-info.java", "/** A package. */\npackage a;\n");
    write("A.java", GOOD + "\n".repeat(300));
    fires("/A.java: 304 lines, at most 300", Map.of());
    write("A.java", GOOD);
    fires("/A.java: is excused for its length, but is not long", Map.of("A.java", "it is long"));
  }
}
