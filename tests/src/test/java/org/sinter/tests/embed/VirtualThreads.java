package org.sinter.tests.embed;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.sinter.runtime.Cancellation;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;

/**
 * Runs MiniLM on 100 virtual threads at once, with an interrupted one, and one that ends the long
 * run of another while both share one carrier; JDK 21 or later.
 */
final class VirtualThreads {
  private VirtualThreads() {}

  public static void main(String[] args) throws Exception {
    Options options = Options.defaults().withQueueTimeout(Duration.ofMinutes(5));
    try (Model model = Model.load(Path.of(args[0]), options)) {
      ExecutorService pool = perTask();
      String expected = Texts.numbers(model);
      System.out.println(expected);
      List<Future<String>> all = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        all.add(pool.submit(() -> Texts.numbers(model)));
      }
      interrupt(pool, model);
      for (Future<String> each : all) {
        if (!each.get().equals(expected)) {
          throw new IllegalStateException(each.get());
        }
      }
      carrier(pool, model);
      pool.shutdown();
    }
  }

  private static void interrupt(ExecutorService pool, Model model) throws Exception {
    Future<String> ended =
        pool.submit(
            () -> {
              Thread.currentThread().interrupt();
              try {
                model.run(Texts.of(8, 512));
                return "nothing";
              } catch (CancellationException e) {
                return Thread.currentThread().isInterrupted() ? "cancelled" : "flag lost";
              }
            });
    System.out.println(ended.get());
  }

  private static void carrier(ExecutorService pool, Model model) throws Exception {
    Cancellation cancellation = new Cancellation();
    CountDownLatch begun = new CountDownLatch(1);
    Future<String> run =
        pool.submit(
            () -> {
              try {
                begun.countDown();
                model.run(Texts.of(64, 512), cancellation);
                return "carrier was held";
              } catch (CancellationException e) {
                return "carrier was free";
              }
            });
    begun.await();
    pool.submit(cancellation::cancel).get();
    System.out.println(run.get());
  }

  private static ExecutorService perTask() throws ReflectiveOperationException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }
}
