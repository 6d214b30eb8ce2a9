package org.sinter.tests.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.runtime.Cancellation;
import org.sinter.runtime.Model;
import org.sinter.runtime.ModelException;
import org.sinter.runtime.Options;

/** Many callers, cancellation, queue and close. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
@Timeout(60)
class ConcurrencyTest {
  private static final long ENDLESS = Long.MAX_VALUE;

  @TempDir static Path directory;
  private static Path jar;
  private static Options options;

  @BeforeAll
  static void write() {
    jar = ToyJar.write(directory.resolve("toy.jar"), ToyJar.files("toy", 3));
    options = Options.defaults().withCache(directory.resolve("cache")).withThreads(2);
  }

  @Test
  void manyCallersOfTwoModelsGetTheirOwnResults() throws Exception {
    Path second = ToyJar.write(directory.resolve("second.jar"), ToyJar.files("second", 5));
    try (Model a = Model.load(jar, options.withThreads(4));
        Model b = Model.load(second, options)) {
      List<Callable<Void>> callers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        int n = 2 + 250 * i;
        Model model = i % 2 == 0 ? a : b;
        callers.add(() -> repeat(model, n, model == a ? 3 : 5));
      }
      ExecutorService pool = Executors.newFixedThreadPool(8);
      for (Future<Void> each : pool.invokeAll(callers)) {
        each.get();
      }
      pool.shutdown();
    }
  }

  private static Void repeat(Model model, int n, int factor) {
    float[] x = ToyModelTest.ramp(n);
    for (int i = 0; i < 30; i++) {
      ToyModelTest.check(model.run(ToyModelTest.inputs(x, i)), x, (float) i * factor);
    }
    return null;
  }

  @Test
  void cancellationEndsARun() throws Exception {
    try (Model model = Model.load(jar, options)) {
      Cancellation token = new Cancellation();
      Future<?> run = endless(model, token);
      token.cancel();
      assertCause(CancellationException.class, run);
      assertThrows(
          CancellationException.class,
          () -> model.run(ToyModelTest.inputs(new float[2], 1), token));
      float[] x = ToyModelTest.ramp(100);
      ToyModelTest.check(model.run(ToyModelTest.inputs(x, 1)), x, 3);
    }
  }

  @Test
  void deadlineEndsARun() {
    try (Model model = Model.load(jar, options)) {
      CancellationException e =
          assertThrows(
              CancellationException.class,
              () ->
                  model.run(ToyModelTest.inputs(new float[1000], ENDLESS), Duration.ofMillis(30)));
      assertEquals("deadline of PT0.03S passed", e.getMessage());
      model.run(ToyModelTest.inputs(new float[2], 1), Duration.ofSeconds(Long.MAX_VALUE));
    }
  }

  @Test
  void queueTimesOutAndIsInterruptible() throws Exception {
    Options alone = options.withThreads(1).withQueueTimeout(Duration.ofMillis(50));
    try (Model model = Model.load(jar, alone)) {
      Cancellation token = new Cancellation();
      Future<?> run = endless(model, token);
      String message =
          assertThrows(ModelException.class, () -> model.run(ToyModelTest.inputs(new float[2], 1)))
              .getMessage();
      assertTrue(message.startsWith("no place for another run within PT0.05S"), message);
      Thread.currentThread().interrupt();
      assertThrows(
          CancellationException.class, () -> model.run(ToyModelTest.inputs(new float[2], 1)));
      assertTrue(Thread.interrupted());
      token.cancel();
      assertCause(CancellationException.class, run);
    }
  }

  @Test
  void closeWaitsForRunsAndRefusesOthers() throws Exception {
    Model model = Model.load(jar, options);
    Cancellation token = new Cancellation();
    Future<?> run = endless(model, token);
    FutureTask<?> close = new FutureTask<>(model::close, null);
    start(close);
    while (!isClosed(model)) {
      Thread.sleep(5);
    }
    assertFalse(close.isDone());
    token.cancel();
    assertCause(CancellationException.class, run);
    close.get(5, TimeUnit.SECONDS);
    assertThrows(IllegalStateException.class, model::session);
    model.close();
  }

  private static boolean isClosed(Model model) {
    try {
      model.run(ToyModelTest.inputs(new float[2], 1));
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  /** A run that only cancellation ends, once it is inside native code. */
  private static Future<?> endless(Model model, Cancellation token) throws Exception {
    FutureTask<?> run =
        new FutureTask<>(() -> model.run(ToyModelTest.inputs(new float[1000], ENDLESS), token));
    Thread thread = start(run);
    while (!run.isDone() && !isInside(thread)) {
      Thread.sleep(5);
    }
    assertFalse(run.isDone());
    return run;
  }

  private static boolean isInside(Thread thread) {
    StackTraceElement[] stack = thread.getStackTrace();
    return stack.length > 0 && stack[0].getMethodName().equals("invoke");
  }

  private static Thread start(FutureTask<?> task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void assertCause(Class<? extends Throwable> expected, Future<?> run) {
    Throwable thrown = assertThrows(ExecutionException.class, () -> run.get(5, TimeUnit.SECONDS));
    assertEquals(expected, thrown.getCause().getClass());
  }
}
