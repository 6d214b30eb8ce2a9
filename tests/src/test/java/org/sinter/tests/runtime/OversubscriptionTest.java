package org.sinter.tests.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;

/**
 * Many callers of two models never run on more threads than there are processors, counted inside
 * the kernels: {@code y} is the largest number of threads that have been in one at once.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
@Timeout(60)
class OversubscriptionTest {
  private static final int CALLERS = 6;
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  @TempDir Path directory;

  @Test
  void callersOfTwoModelsShareTheProcessors() throws Exception {
    float most = most(PROCESSORS);
    assertTrue(most >= 1 && most <= PROCESSORS, "threads at once: " + most);
  }

  @Test
  void aRunAloneHasTheThreadsThatItAsksFor() {
    Path jar = ToyJar.write(directory.resolve("alone.jar"), ToyJar.counting("alone", CpuLevel.V3));
    try (Model model = Model.load(jar, options(PROCESSORS + 1))) {
      float most = 0;
      for (int i = 0; i < 1000 && most <= PROCESSORS; i++) {
        most = run(model);
      }
      assertEquals(PROCESSORS + 1, most);
    }
  }

  private Options options(int threads) {
    return Options.defaults().withCache(directory.resolve("cache")).withThreads(threads);
  }

  private static float run(Model model) {
    return model.run(ToyModelTest.inputs(new float[20_000], 20)).get("y").floats()[0];
  }

  private float most(int threads) throws Exception {
    Path one = ToyJar.write(directory.resolve("one.jar"), ToyJar.counting("one", CpuLevel.V2));
    Path two = ToyJar.write(directory.resolve("two.jar"), ToyJar.counting("two", CpuLevel.V2));
    ExecutorService pool = Executors.newFixedThreadPool(CALLERS);
    float most = 0;
    try (Model a = Model.load(one, options(threads));
        Model b = Model.load(two, options(threads))) {
      List<Callable<Float>> callers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        Model model = i % 2 == 0 ? a : b;
        callers.add(() -> repeat(model));
      }
      for (Future<Float> each : pool.invokeAll(callers)) {
        most = Math.max(most, each.get());
      }
    } finally {
      pool.shutdown();
    }
    return most;
  }

  private static float repeat(Model model) {
    float most = 0;
    for (int i = 0; i < 50; i++) {
      most = Math.max(most, run(model));
    }
    return most;
  }
}
