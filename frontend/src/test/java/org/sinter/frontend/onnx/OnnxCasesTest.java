package org.sinter.frontend.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sinter.frontend.tensor.Safetensors;
import org.sinter.ir.Graph;
import org.sinter.ir.Param;
import org.sinter.ir.Tensor;
import org.sinter.ir.interp.GraphInterpreter;

/** One small model for each op or form that the larger data lack, against ONNX Runtime. */
class OnnxCasesTest {
  private static final Path CASES = directory();
  private static final Map<String, Tensor> TENSORS =
      Safetensors.read(CASES.resolve("cases.safetensors")).tensors();

  private static Path directory() {
    try {
      return Path.of(OnnxCasesTest.class.getResource("cases").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith(".onnx"))
          .map(f -> f.substring(0, f.length() - 5))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithOnnxRuntime(String name) {
    Graph graph = OnnxReader.read(CASES.resolve(name + ".onnx"));
    Map<String, Tensor> inputs =
        graph.params().stream()
            .collect(Collectors.toMap(Param::name, p -> TENSORS.get(name + ".in." + p.name())));
    Map<String, Tensor> results = GraphInterpreter.run(graph, inputs);
    assertEquals(
        TENSORS.keySet().stream().filter(k -> k.startsWith(name + ".out.")).count(),
        results.size());
    results.forEach(
        (result, found) -> {
          Tensor expected = TENSORS.get(name + ".out." + result);
          double error = Comparison.error(expected, found, null);
          assertTrue(error <= 1e-5, name + " " + result + ": " + error);
        });
  }
}
