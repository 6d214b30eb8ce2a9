package org.sinter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildTest {
  @TempDir Path directory;

  @Test
  void isTheSameEachTime() throws IOException {
    assertEquals(64, Build.hash().length());
    assertEquals(Build.hash(), Build.hash());
  }

  @Test
  void changesWithAnyClass() throws IOException {
    Path a = Files.createDirectories(directory.resolve("org")).resolve("A.class");
    Files.writeString(a, "1");
    String one = Build.hash(Set.of(directory));
    Files.writeString(a, "2");
    String two = Build.hash(Set.of(directory));
    Files.move(a, a.resolveSibling("B.class"));
    assertNotEquals(one, two);
    assertNotEquals(two, Build.hash(Set.of(directory)));
  }
}
