package org.sinter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.diag.CompileException;
import org.sinter.runtime.Options;

/** Runs a directory of ONNX backend tests, each compiled for this machine's best CPU level. */
public final class Conformance implements AutoCloseable {
  private static final int THREADS = 2;

  private final String via;
  private final Path cache;
  private final Options options;
  private final CpuLevel level;

  /** {@code via}: an executor, as {@link Executors} names them. */
  public Conformance(String via) throws IOException {
    this.via = via;
    this.cache = Files.createTempDirectory("sinter-conformance");
    this.options = Options.defaults().withCache(cache);
    this.level =
        via.startsWith("native:")
            ? CpuLevel.of(via.substring("native:".length()))
            : via.equals("native") ? HostLevel.best() : CpuLevel.V4;
  }

  /** The tests below {@code directory} by name. */
  public static List<Path> tests(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(f -> f.endsWith("model.onnx"))
          .map(Path::getParent)
          .filter(d -> Files.isDirectory(d.resolve("test_data_set_0")))
          .sorted()
          .toList();
    }
  }

  /** Runs them, two at a time; {@code each} hears of every one in order. */
  public List<Outcome> run(List<Path> tests, Consumer<Outcome> each) {
    ExecutorService pool = java.util.concurrent.Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Outcome>> open = new ArrayList<>();
      tests.forEach(test -> open.add(pool.submit(() -> run(new NodeTest(test)))));
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<Outcome> future : open) {
        Outcome outcome = future.get();
        each.accept(outcome);
        outcomes.add(outcome);
      }
      return outcomes;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private Outcome run(NodeTest test) {
    Set<String> bound = new TreeSet<>();
    try {
      String outside = OutOfScope.reason(test);
      if (outside != null && !supported(test)) {
        return new Outcome(test.name(), Outcome.Status.SKIPPED, outside, bound);
      }
      String difference = difference(test, bound);
      return difference == null
          ? new Outcome(test.name(), Outcome.Status.PASSED, null, bound)
          : new Outcome(test.name(), Outcome.Status.FAILED, difference, bound);
    } catch (Exception | StackOverflowError e) {
      return new Outcome(test.name(), Outcome.Status.FAILED, line(e), bound);
    }
  }

  /** Whether a test that uses something out of scope is read all the same. */
  private static boolean supported(NodeTest test) {
    try {
      test.expected();
      test.graph(test.inputs(), new TreeSet<>());
      return true;
    } catch (CompileException e) {
      return false;
    }
  }

  private String difference(NodeTest test, Set<String> bound) throws IOException {
    Map<String, Tensor> inputs = test.inputs();
    Graph graph = test.graph(inputs, bound);
    List<Tensor> expected = test.expected();
    Map<String, Tensor> found;
    try (Executors executors = Executors.of(test.model(), graph, List.of(level), options)) {
      found = executors.run(via, inputs);
    }
    for (int i = 0; i < expected.size(); i++) {
      String name = graph.resultNames().get(i);
      String difference = Closeness.STANDARD.difference(expected.get(i), found.get(name));
      if (difference != null) {
        return name + ": " + difference;
      }
    }
    return null;
  }

  private static String line(Throwable e) {
    String message = e.getMessage() == null ? "" : e.getMessage();
    String text = e instanceof CompileException ? message : e.getClass().getName() + ": " + message;
    return text.strip().replaceAll("\\s*\\n\\s*", " | ");
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
