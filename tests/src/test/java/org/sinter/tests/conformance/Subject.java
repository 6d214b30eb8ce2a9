package org.sinter.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicContainer;
import org.sinter.cli.Executors;
import org.sinter.ir.Tensor;

/** One model with its references, run by several executors; what was compiled is freed at the end. */
final class Subject {
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
      executors = best ? Executors.ofBestLevel(model) : Executors.of(model);
    }
    StringBuilder wrong = new StringBuilder();
    for (Reference reference : references) {
      double error = error(how, reference, wrong);
      tally.add(how, error <= tolerance, error);
      if (!(error <= tolerance)) {
        wrong.append(reference.name()).append(": relative error ").append(error).append('\n');
      }
    }
    assertTrue(wrong.isEmpty(), () -> name + " via " + how + ":\n" + wrong);
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
