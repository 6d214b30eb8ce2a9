package org.sinter.frontend.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sinter.frontend.SharedData;
import org.sinter.frontend.tensor.Safetensors;
import org.sinter.ir.Graph;
import org.sinter.ir.Param;
import org.sinter.ir.Tensor;
import org.sinter.ir.interp.GraphInterpreter;

/** Every exported architecture, interpreted, against PyTorch's results. */
class HfZooTest {
  static List<Path> models() throws IOException {
    try (Stream<Path> files = Files.walk(SharedData.find("hf-zoo"), 2)) {
      return files.filter(f -> f.toString().endsWith(".onnx")).sorted().toList();
    }
  }

  @Test
  void bothExportersOfAll25() throws IOException {
    assertEquals(51, models().size());
    assertEquals(25, models().stream().map(Path::getParent).distinct().count());
  }

  @ParameterizedTest
  @MethodSource("models")
  void givesTheReferences(Path model) {
    Graph graph = OnnxReader.read(model);
    boolean cached = model.getFileName().toString().startsWith("cached");
    for (int i = 0; i < 3; i++) {
      Path file = model.resolveSibling((cached ? "cached-case" : "case") + i + ".safetensors");
      check(graph, Safetensors.read(file).tensors(), file, cached);
    }
  }

  private static void check(Graph graph, Map<String, Tensor> tensors, Path file, boolean cached) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (Param param : graph.params()) {
      inputs.put(param.name(), tensors.get("in." + param.name()));
    }
    double tolerance = file.toString().contains("t5") ? 1e-3 : 1e-4;
    Tensor mask = cached ? null : tensors.get("in.attention_mask");
    GraphInterpreter.run(graph, inputs)
        .forEach(
            (name, found) -> {
              Tensor expected = tensors.get("out." + name);
              double error = Comparison.error(expected, found, rows(mask, expected));
              assertTrue(error <= tolerance, file + " " + name + ": " + error);
            });
  }

  /** The mask where a result has a row for each of its elements. */
  private static Tensor rows(Tensor mask, Tensor result) {
    boolean rows =
        mask != null && result.shape().length == 3 && result.shape()[1] == mask.shape()[1];
    return rows ? mask : null;
  }
}
