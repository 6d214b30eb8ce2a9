package org.sinter.tests.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;
import org.sinter.runtime.Session;
import org.sinter.runtime.Tensor;

/** What lies outside of the heap goes on close, or when nobody holds the model any more. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class ReleaseTest {
  @TempDir static Path directory;

  private static Path jar() {
    return ToyJar.write(directory.resolve("released.jar"), ToyJar.files("released", 3));
  }

  private static Model load(Path jar) {
    return Model.load(jar, Options.defaults().withCache(directory.resolve("cache")));
  }

  private static long mapped(String name) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/maps")).stream()
        .filter(line -> line.endsWith(name))
        .count();
  }

  private static long resident() throws IOException {
    String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ");
    return Long.parseLong(pages[1]) * 4096;
  }

  @Test
  void closeUnmapsWeights() throws IOException {
    Path jar = jar();
    Model model = load(jar);
    assertEquals(1, mapped(jar.toString()));
    model.close();
    assertEquals(0, mapped(jar.toString()));
  }

  @Test
  void closeReleasesArenas() throws IOException {
    try (Model model = load(jar())) {
      float[] x = new float[1_000_000];
      Session session = model.session();
      session.input("x", Tensor.of(x, x.length));
      session.input("rounds").putLong(0, 1);
      session.run();
      session.output("y").data();
      long before = resident();
      session.close();
      assertTrue(before - resident() > 3_000_000, "released " + (before - resident()));
    }
  }

  @Test
  void cleanerIsTheNet() throws Exception {
    Path jar = jar();
    forget(jar);
    for (int i = 0; i < 100 && mapped(jar.toString()) > 0; i++) {
      System.gc();
      Thread.sleep(20);
    }
    assertEquals(0, mapped(jar.toString()));
  }

  private static void forget(Path jar) throws IOException {
    Model model = load(jar);
    model.run(ToyModelTest.inputs(new float[2], 1));
    model.session();
    assertEquals(1, mapped(jar.toString()));
  }
}
