package org.sinter.tests.minilm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.sinter.tests.embed.Texts;

/** The runtime under JDK 25: right numbers, virtual threads, and which warnings it prints. */
class Jdk25Test {
  private static final String WARNING = "restricted method in java.lang.System has been called";

  /** The JDK in {@code -Dsinter.jdk25}, else where Debian puts Temurin's. */
  private static Path home() {
    String given = System.getProperty("sinter.jdk25", "/usr/lib/jvm/temurin-25-jdk-amd64");
    Path home = Path.of(given);
    Assumptions.assumeTrue(
        Files.isExecutable(home.resolve("bin/java")), "no JDK 25 in " + home + ": not run");
    return home;
  }

  private static String expected() {
    return Texts.numbers(MiniLm.jar().toString()).strip();
  }

  @Test
  void warnsOnceWithoutNativeAccess() throws Exception {
    Child child = Child.run(home(), List.of(), "Numbers", MiniLm.jar());
    assertEquals(expected(), child.good());
    assertEquals(2, child.errors().split(WARNING, -1).length, child.errors());
  }

  @Test
  void isSilentWithNativeAccess() throws Exception {
    List<String> granted = List.of("--enable-native-access=ALL-UNNAMED");
    Child child = Child.run(home(), granted, "Numbers", MiniLm.jar());
    assertEquals(expected(), child.good());
    assertEquals("", child.errors());
  }

  @Test
  void deniedAccessIsAnErrorThatSaysSo() throws Exception {
    List<String> denied = List.of("--illegal-native-access=deny");
    Child child = Child.run(home(), denied, "Numbers", MiniLm.jar());
    assertEquals(1, child.code());
    assertTrue(child.errors().contains("native access"), child.errors());
  }

  @Test
  void virtualThreads() throws Exception {
    List<String> granted = List.of("--enable-native-access=ALL-UNNAMED");
    Child child = Child.run(home(), granted, "VirtualThreads", MiniLm.jar());
    assertEquals(List.of(expected(), "cancelled"), child.good().lines().map(String::strip).toList());
    assertEquals("", child.errors());
  }
}
