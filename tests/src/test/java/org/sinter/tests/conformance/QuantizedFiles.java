package org.sinter.tests.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sinter.cli.Difference;
import org.sinter.cli.Executors;
import org.sinter.cli.HostLevel;
import org.sinter.frontend.tensor.Safetensors;
import org.sinter.ir.Tensor;

/**
 * Prints how far models that {@code quantize_zoo.py} wrote are from what ONNX Runtime made of them,
 * and how far ONNX Runtime without its optimiser is from itself: {@code FOLDER [HOW
 * [PART-OF-NAME]]}.
 */
final class QuantizedFiles {
  private final Map<String, Double> worst = new TreeMap<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private int failures;

  public static void main(String[] arguments) throws IOException {
    QuantizedFiles files = new QuantizedFiles();
    String how = arguments.length > 1 ? arguments[1] : "native";
    String part = arguments.length > 2 ? arguments[2] : "";
    for (Path model : models(Path.of(arguments[0]))) {
      if (model.toString().contains(part)) {
        files.print(model, how);
      }
    }
    System.out.println(files.failures + " failures");
    files.worst.forEach((f, e) -> System.out.printf("%-24s %3d %.1e%n", f, files.counts.get(f), e));
  }

  private static List<Path> models(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder, 2)) {
      return all.filter(f -> f.toString().endsWith(".onnx")).sorted().toList();
    }
  }

  private void print(Path model, String how) {
    Map<String, Tensor> tensors =
        Safetensors.read(model.resolveSibling("cases.safetensors")).tensors();
    String form = model.getFileName().toString().replace(".onnx", "");
    StringBuilder line = new StringBuilder(model.getParent().getFileName() + "/" + form);
    try (Executors executors = Executors.of(model, HostLevel.best())) {
      for (int i = 0; i < 3; i++) {
        Map<String, Tensor> found = executors.run(how, part(tensors, "case" + i + ".in."));
        Map<String, Tensor> optimized = part(tensors, form + ".case" + i + ".out.");
        Map<String, Tensor> plain = part(tensors, form + ".case" + i + ".plain.");
        if (plain.isEmpty()) {
          line.append("  no peer");
          continue;
        }
        double error = Math.min(error(optimized, found), error(plain, found));
        line.append(String.format("  %.1e (%.1e)", error, error(optimized, plain)));
        worst.merge(form, error, Math::max);
      }
      counts.merge(form, 1, Integer::sum);
    } catch (IOException | RuntimeException | AssertionError e) {
      failures++;
      line.append("  FAILED ").append(e.toString().replace('\n', ' '));
    }
    System.out.println(line);
  }

  /** The largest difference of any result, divided by the result's largest element. */
  private static double error(Map<String, Tensor> expected, Map<String, Tensor> found) {
    double worst = 0;
    for (Map.Entry<String, Tensor> output : expected.entrySet()) {
      Tensor tensor = found.get(output.getKey());
      worst = Math.max(worst, Difference.of(output.getValue(), tensor, null).relative());
    }
    return worst;
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
