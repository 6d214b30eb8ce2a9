package org.sinter.tests.minilm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.tests.embed.Texts;

/** The runtime under JDK 25: right numbers, virtual threads, and which warnings it prints. */
class Jdk25Test {
  private static final String WARNING = "restricted method in java.lang.System has been called";

  @TempDir static Path directory;

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
  void isSilentWhereTheManifestOfTheApplicationGrantsAccess() throws Exception {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, "org.sinter.tests.embed.Numbers");
    main.put(Attributes.Name.CLASS_PATH, Child.runtime().toUri() + " " + Child.programs().toUri());
    main.putValue("Enable-Native-Access", "ALL-UNNAMED");
    Path application = directory.resolve("application.jar");
    new JarOutputStream(Files.newOutputStream(application), manifest).close();
    Child child =
        Child.java(home(), List.of("-jar", application.toString(), MiniLm.jar().toString()));
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
    String scheduler = "-Djdk.virtualThreadScheduler.";
    List<String> options =
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            scheduler + "parallelism=1",
            scheduler + "maxPoolSize=1");
    Child child = Child.run(home(), options, "VirtualThreads", MiniLm.jar());
    List<String> lines = child.good().lines().map(String::strip).toList();
    assertEquals(List.of(expected(), "cancelled", "carrier was free"), lines);
    assertEquals("", child.errors());
  }
}
