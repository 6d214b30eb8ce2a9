package org.sinter.tests.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  /** Results so near to the peer's that no element was rounded the other way. */
  private static final double SAME = 1e-4;

  private final Map<String, List<Double>> errors = new TreeMap<>();
  private final Map<String, List<Double>> peers = new TreeMap<>();
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
    files.summary();
  }

  private void summary() {
    System.out.println(failures + " failures");
    System.out.println(
        "| form | results | within 1e-4 | worst | ONNX Runtime and itself | worst |");
    errors.forEach(
        (form, all) -> {
          List<Double> own = peers.get(form);
          System.out.printf(
              "| `%s` | %d | %d | %.1e | %d | %.1e |%n",
              form, all.size(), same(all), worst(all), same(own), worst(own));
        });
  }

  private static long same(List<Double> errors) {
    return errors.stream().filter(e -> e <= SAME).count();
  }

  private static double worst(List<Double> errors) {
    return errors.stream().mapToDouble(Double::doubleValue).max().orElse(0);
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
        line.append(String.format("  %.1e", error));
        errors.computeIfAbsent(form, f -> new ArrayList<>()).add(error);
        peers.computeIfAbsent(form, f -> new ArrayList<>()).add(error(optimized, plain));
      }
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
