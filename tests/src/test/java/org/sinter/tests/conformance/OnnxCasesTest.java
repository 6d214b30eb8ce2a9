package org.sinter.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sinter.cli.Difference;
import org.sinter.cli.Executors;
import org.sinter.cli.HostLevel;
import org.sinter.frontend.tensor.Safetensors;
import org.sinter.ir.Tensor;

/**
 * The frontend's small models, one for each op or form that larger data lack, compiled and run
 * against ONNX Runtime: every 4th, or all with {@code -Dsinter.long=true}.
 */
class OnnxCasesTest {
  private static final double TOLERANCE = 1e-5;
  private static final int STRIDE = 4;
  private static final Path CASES =
      Path.of("../frontend/src/test/resources/org/sinter/frontend/onnx/cases");

  @Test
  void agreeWithOnnxRuntime() throws IOException {
    Map<String, Tensor> tensors = Safetensors.read(CASES.resolve("cases.safetensors")).tensors();
    Map<String, String> wrong = new TreeMap<>();
    List<Path> models = models();
    int step = Shared.isLong() ? 1 : STRIDE;
    int count = 0;
    for (int i = 0; i < models.size(); i += step) {
      count++;
      check(models.get(i), tensors, wrong);
    }
    System.out.printf("onnx cases via native: %d of %d%n", count - wrong.size(), count);
    assertTrue(count > 20, count + " cases");
    assertEquals(Map.of(), wrong);
  }

  private static List<Path> models() throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      return files.filter(f -> f.toString().endsWith(".onnx")).sorted().toList();
    }
  }

  private static void check(Path model, Map<String, Tensor> tensors, Map<String, String> wrong) {
    String name = model.getFileName().toString().replace(".onnx", "");
    Map<String, Tensor> expected = part(tensors, name + ".out.");
    try (Executors executors = Executors.of(model, HostLevel.best())) {
      Map<String, Tensor> found = executors.run("native", part(tensors, name + ".in."));
      List<String> errors = new ArrayList<>();
      expected.forEach(
          (result, tensor) -> {
            double error = Difference.of(tensor, found.get(result), null).relative();
            if (!(error <= TOLERANCE)) {
              errors.add(result + ": " + error);
            }
          });
      if (!errors.isEmpty()) {
        wrong.put(name, errors.toString());
      }
    } catch (IOException | RuntimeException e) {
      wrong.put(name, e.toString());
    }
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
