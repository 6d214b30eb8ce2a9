package org.sinter.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sinter.cli.report.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sinter conformance DIR}: ONNX's own backend tests, compiled and run. */
@Command(
    name = "conformance",
    description = {
      "Compiles and runs every ONNX backend test below a directory (model.onnx with",
      "test_data_set_0/input_N.pb and output_N.pb), within 1e-7 + 1e-3 * |expected|.",
      "An input whose data decides a shape is bound to the test's value."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "%nExamples:",
      "  sinter conformance onnx/backend/test/data/node",
      "  sinter conformance node --via native:v3 --json"
    })
final class ConformanceCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "Holds the tests, at any depth.")
  Path directory;

  @Option(
      names = "--via",
      paramLabel = "HOW",
      defaultValue = "native",
      description = "interpreter, passes, kernels, native (best level) or native:LEVEL.")
  String via;

  @Option(names = "--json", description = "Says the outcomes as JSON.")
  boolean json;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (!Files.isDirectory(directory)) {
      throw new IllegalArgumentException(directory + " is not a directory");
    }
    List<Outcome> outcomes;
    try (Conformance conformance = new Conformance(via)) {
      outcomes = conformance.run(Conformance.tests(directory), o -> tell(o, out));
    }
    if (json) {
      out.println(Json.text(summary(outcomes)));
    } else {
      out.println(count(outcomes) + " with inputs bound to the test's values");
      out.printf(
          "%d passed, %d failed, %d skipped%n",
          count(outcomes, Outcome.Status.PASSED),
          count(outcomes, Outcome.Status.FAILED),
          count(outcomes, Outcome.Status.SKIPPED));
    }
    out.flush();
    return count(outcomes, Outcome.Status.FAILED) == 0 ? 0 : Sinter.FAILED;
  }

  private void tell(Outcome outcome, PrintWriter out) {
    if (!json && outcome.reason() != null) {
      out.println(
          outcome.status().name().toLowerCase(java.util.Locale.ROOT)
              + " "
              + outcome.name()
              + ": "
              + outcome.reason());
      out.flush();
    }
  }

  private static long count(List<Outcome> outcomes, Outcome.Status status) {
    return outcomes.stream().filter(o -> o.status() == status).count();
  }

  private static long count(List<Outcome> outcomes) {
    return outcomes.stream().filter(o -> !o.bound().isEmpty()).count();
  }

  private static Map<String, Object> summary(List<Outcome> outcomes) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("passed", count(outcomes, Outcome.Status.PASSED));
    summary.put("failed", count(outcomes, Outcome.Status.FAILED));
    summary.put("skipped", count(outcomes, Outcome.Status.SKIPPED));
    summary.put("bound", count(outcomes));
    List<Object> tests = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      Map<String, Object> test = new LinkedHashMap<>();
      test.put("name", outcome.name());
      test.put("status", outcome.status().name().toLowerCase(java.util.Locale.ROOT));
      test.put("reason", outcome.reason());
      test.put("bound", new ArrayList<>(outcome.bound()));
      tests.add(test);
    }
    summary.put("tests", tests);
    return summary;
  }
}
