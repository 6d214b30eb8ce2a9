package org.sinter.tests.minilm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sinter.cli.Compiler;
import org.sinter.cli.Executors;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.Dim;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;
import org.sinter.tests.embed.Texts;

/** MiniLM takes the memory that its formula states, gives it back, and bears a twin beside it. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class MemoryTest {
  /** What a run may take besides arena and weights: copies of inputs and results, the JVM's own. */
  private static final long SLACK = 16 << 20;

  /** Growth over 900 loads; the JVM's own heap and compiled code move by some MiB. */
  private static final long RELOAD_SLACK = 16 << 20;

  private static final long HUGE_PAGE = 2 << 20;

  private static final List<String> SMALL_JVM = List.of("-Xmx64m", "-XX:+UseSerialGC");

  @TempDir static Path directory;

  @Test
  void arenaIsTheFormulaOfTheProgram() throws Exception {
    Path onnx = MiniLm.onnx(directory);
    Dim arena;
    try (Executors executors = Executors.of(onnx)) {
      arena = Compiler.lower(executors.improved(), Set.of(CpuLevel.V3)).at(CpuLevel.V3).arena();
    }
    try (Model model = Model.load(MiniLm.jar())) {
      for (long[] shape : new long[][] {{1, 1}, {3, 17}, {8, 128}, {5, 511}, {64, 512}}) {
        Map<String, Long> symbols = Map.of("batch", shape[0], "batch_2", shape[1]);
        String what = arena + " at " + Arrays.toString(shape);
        assertEquals(arena.evaluate(symbols::get), model.arenaBytes(symbols), what);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 8", "8, 128", "1, 512", "16, 256"})
  void runGrowsTheProcessByNoMoreThanStated(int batch, int length) throws Exception {
    Child child = Child.run(Child.home(), SMALL_JVM, "RunMemory", MiniLm.jar(), batch, length);
    String[] words = child.good().split("\\s+");
    long grown = Long.parseLong(words[0]);
    long arena = Long.parseLong(words[1]);
    long weights = Files.size(MiniLm.jar());
    System.out.printf(
        "MiniLM %dx%d: run grew by %.1f MB; arena %.1f MB, weights %.1f MB%n",
        batch, length, grown / 1e6, arena / 1e6, weights / 1e6);
    assertTrue(grown <= arena + weights + SLACK, grown + " bytes, arena " + arena);
    long formula = Long.parseLong(words[3]);
    boolean huge =
        formula >= HUGE_PAGE && Files.exists(Path.of("/sys/kernel/mm/transparent_hugepage"));
    assertEquals(huge ? formula : 0, Long.parseLong(words[2]));
  }

  @Test
  void runBytesAreWhatARunHolds() {
    for (int threads : new int[] {1, 3}) {
      for (int[] shape : new int[][] {{1, 1}, {3, 17}, {8, 128}, {2, 511}}) {
        try (Model model = Model.load(MiniLm.jar(), Options.defaults().withThreads(threads))) {
          assertEquals(0, model.heldBytes());
          model.run(Texts.of(shape[0], shape[1]));
          Map<String, Long> symbols = Map.of("batch", (long) shape[0], "batch_2", (long) shape[1]);
          assertEquals(model.runBytes(symbols), model.heldBytes(), Arrays.toString(shape));
        }
      }
    }
  }

  @Test
  void loadAndCloseAThousandTimes() throws Exception {
    Child child = Child.run(Child.home(), SMALL_JVM, "Reload", MiniLm.jar(), 1000);
    String[] words = child.good().split(" ");
    System.out.println("MiniLM loaded and closed 1000 times: growth " + child.output());
    assertTrue(Long.parseLong(words[0]) <= RELOAD_SLACK, words[0] + " bytes more");
    assertTrue(Long.parseLong(words[1]) <= 16, words[1] + " mappings more");
    assertTrue(Long.parseLong(words[2]) <= 0, words[2] + " open files more");
  }

  @Test
  void twoModelsAndOneTwiceInAJvm() throws Exception {
    Path other = SmallJar.write(directory.resolve("small.jar"));
    try (Model first = Model.load(MiniLm.jar());
        Model third = Model.load(other)) {
      String expected = Texts.numbers(first);
      float[] small = SmallJar.run(third);
      try (Model second = Model.load(MiniLm.jar())) {
        assertEquals(expected, Texts.numbers(second));
        SmallJar.check(small);
      }
      assertEquals(expected, Texts.numbers(first));
      SmallJar.check(SmallJar.run(third));
    }
  }

  @Test
  void secondClassLoader() throws Exception {
    String expected = Texts.numbers(MiniLm.jar().toString());
    URL[] places = {
      Child.runtime().toUri().toURL(),
      Texts.class.getProtectionDomain().getCodeSource().getLocation()
    };
    try (URLClassLoader loader = new URLClassLoader(places, null)) {
      Class<?> texts = loader.loadClass(Texts.class.getName());
      Object found = texts.getMethod("numbers", String.class).invoke(null, MiniLm.jar().toString());
      assertEquals(expected, found);
    }
    assertEquals(expected, Texts.numbers(MiniLm.jar().toString()));
  }
}
