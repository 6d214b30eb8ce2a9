package org.sinter.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sinter.cli.report.Json;
import org.sinter.frontend.tensor.TensorSet;
import org.sinter.ir.Tensor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sinter verify MODEL --case F}: the model's results against somebody else's. */
@Command(
    name = "verify",
    description = "Compiles a model, runs it, and compares with reference tensors.",
    mixinStandardHelpOptions = true,
    footer = {
      "%nA case file holds in.NAME and out.NAME tensors (.safetensors).",
      "%nExamples:",
      "  sinter verify legacy.onnx --case case0.safetensors --case case1.safetensors",
      "  sinter verify model.onnx --case c.safetensors --where attention_mask --via native:v3"
    })
final class VerifyCommand implements Callable<Integer> {
  @Mixin ModelInput input;
  @Spec CommandSpec spec;

  @Option(names = "--case", required = true, paramLabel = "F", description = "Reference tensors.")
  List<Path> cases = new ArrayList<>();

  @Option(
      names = "--via",
      paramLabel = "HOW",
      description = {
        "interpreter, passes, kernels, native (best level) or native:LEVEL; repeatable.",
        "Default: native."
      })
  List<String> via = new ArrayList<>();

  @Option(
      names = "--where",
      paramLabel = "INPUT",
      description = "Compares only where this input [batch, seq] is not 0.")
  String where;

  @Option(
      names = "--tolerance",
      defaultValue = "1e-4",
      description = "Largest error, relative to the largest output (${DEFAULT-VALUE}).")
  double tolerance;

  @Option(names = "--json", description = "Says the errors as JSON.")
  boolean json;

  @Override
  public Integer call() throws Exception {
    List<Object> rows = new ArrayList<>();
    boolean good = true;
    try (Executors executors = new Executors(input)) {
      for (String how : via.isEmpty() ? List.of("native") : via) {
        for (Path file : cases) {
          good &= check(how, file, executors, rows);
        }
      }
    }
    if (json) {
      spec.commandLine().getOut().println(Json.text(rows));
    }
    return good ? 0 : Sinter.FAILED;
  }

  private boolean check(String how, Path file, Executors executors, List<Object> rows)
      throws Exception {
    Map<String, Tensor> all = TensorSet.read(file);
    Map<String, Tensor> found = executors.run(how, part(all, "in."));
    boolean good = true;
    for (Map.Entry<String, Tensor> expected : part(all, "out.").entrySet()) {
      Tensor mask = where == null ? null : all.get("in." + where);
      Tensor result = found.get(expected.getKey());
      if (result == null) {
        throw new IllegalArgumentException(
            file + ": no result is called " + expected.getKey() + ", there are " + found.keySet());
      }
      Difference d = Difference.of(expected.getValue(), result, mask);
      boolean within = d.relative() <= tolerance;
      good &= within;
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("via", how);
      row.put("case", file.getFileName().toString());
      row.put("output", expected.getKey());
      row.put("absolute", d.absolute());
      row.put("relative", d.relative());
      row.put("compared", d.compared());
      row.put("within", within);
      rows.add(row);
      if (!json) {
        spec.commandLine()
            .getOut()
            .printf(
                "%-4s %-18s %-24s %-24s max abs %.3g, relative to largest %.3g%n",
                within ? "ok" : "FAIL",
                how,
                file.getFileName(),
                expected.getKey(),
                d.absolute(),
                d.relative());
      }
    }
    return good;
  }

  private static Map<String, Tensor> part(Map<String, Tensor> all, String prefix) {
    Map<String, Tensor> part = new LinkedHashMap<>();
    all.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            part.put(name.substring(prefix.length()), tensor);
          }
        });
    return part;
  }
}
