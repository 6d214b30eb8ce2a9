package org.sinter.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.sinter.cli.Executors;
import org.sinter.cli.HostLevel;
import org.sinter.ir.Tensor;

/**
 * One model with its references, run by several executors; what was compiled is freed at the end.
 */
final class Subject {
  /** The most elements of a case's results that an interpreter is asked for. */
  private static final long MOST_INTERPRETED = 1 << 16;

  private final String name;
  private final Path model;
  private final List<Reference> references;
  private final double tolerance;
  private Executors executors;

  Subject(String name, Path model, List<Reference> references, double tolerance) {
    this.name = name;
    this.model = model;
    this.references = references;
    this.tolerance = tolerance;
  }

  /** A test for each executor; {@code "native"} alone compiles for the best CPU level only. */
  DynamicNode tests(List<String> ways, Tally tally) {
    boolean best = ways.equals(List.of("native"));
    Stream<DynamicNode> runs =
        ways.stream().map(how -> dynamicTest(how, () -> run(how, best, tally)));
    return DynamicContainer.dynamicContainer(
        name, Stream.concat(runs, Stream.of(dynamicTest("close", this::close))));
  }

  private void run(String how, boolean best, Tally tally) throws IOException {
    if (executors == null) {
      executors = best ? Executors.of(model, HostLevel.best()) : Executors.of(model);
    }
    StringBuilder wrong = new StringBuilder();
    for (Reference reference : chosen(how)) {
      double error = error(how, reference, wrong);
      tally.add(how, error <= tolerance, error);
      if (!(error <= tolerance)) {
        wrong.append(reference.name()).append(": relative error ").append(error).append('\n');
      }
    }
    assertTrue(wrong.isEmpty(), () -> name + " via " + how + ":\n" + wrong);
  }

  /** All of them natively; those that do not take minutes by an interpreter. */
  private List<Reference> chosen(String how) {
    return how.startsWith("native")
        ? references
        : references.stream().filter(r -> r.size() <= MOST_INTERPRETED).toList();
  }

  private double error(String how, Reference reference, StringBuilder wrong) {
    try {
      Map<String, Tensor> found = executors.run(how, reference.inputs());
      return reference.error(found);
    } catch (IOException | RuntimeException e) {
      wrong.append(e).append('\n');
      return Double.POSITIVE_INFINITY;
    }
  }

  private void close() throws IOException {
    if (executors != null) {
      executors.close();
    }
  }
}
