package org.sinter.tests.targets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sinter.cli.Compiler;
import org.sinter.cli.Executors;
import org.sinter.codegen.llvm.Emulator;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.frontend.onnx.OnnxOptions;
import org.sinter.frontend.tensor.TensorSet;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.interp.GraphInterpreter;

/** The code for AArch64 gives the numbers of the graph interpreter; QEMU runs it. */
class Aarch64Test {
  private static final double RELATIVE = 1e-5;

  @Test
  void smallTransformer() {
    Path emulator = Emulator.required();
    Graph graph = SmallTransformer.graph();
    EmulatedModel model = new EmulatedModel(emulator, graph);
    for (int[] lengths : new int[][] {{1}, {9, 4}, {33, 64, 2}}) {
      Map<String, Tensor> inputs = SmallTransformer.inputs(lengths);
      assertClose(GraphInterpreter.run(graph, inputs), model.run(inputs), RELATIVE);
    }
  }

  @Test
  void productInBf16() {
    Graph graph = Bf16Product.graph(385, 60);
    EmulatedModel model = new EmulatedModel(Emulator.required(), graph);
    for (int m : new int[] {1, 7, 27}) {
      Map<String, Tensor> inputs = Bf16Product.inputs(m, 385);
      assertClose(GraphInterpreter.run(graph, inputs), model.run(inputs), RELATIVE);
    }
  }

  @ParameterizedTest
  @CsvSource({"u8, i8, 64", "u8, i8, 67", "i8, i8, 66", "i8, u8, 65", "u8, u8, 64"})
  void productOfBytesIsExact(String a, String b, int k) {
    DType left = DType.parse(a);
    Graph graph = Int8Product.graph(left, DType.parse(b), k, 70);
    for (CpuLevel level : List.of(CpuLevel.NEON, CpuLevel.NEON_DOTPROD)) {
      EmulatedModel model = new EmulatedModel(Emulator.required(), graph, level);
      for (int m : new int[] {1, 7, 27}) {
        Map<String, Tensor> inputs = Int8Product.inputs(left, m, k);
        Tensor expected = GraphInterpreter.run(graph, inputs).get("sum");
        assertEquals(expected.bytes(), model.run(inputs).get("sum").bytes(), level + ", m " + m);
      }
    }
  }

  @Test
  void indexOutOfRangeIsFound() {
    Path emulator = Emulator.required();
    EmulatedModel model = new EmulatedModel(emulator, SmallTransformer.graph());
    Map<String, Tensor> inputs = SmallTransformer.inputs(5);
    inputs.get("input_ids").set(3, (long) SmallTransformer.WORDS);
    String message =
        assertThrows(IllegalArgumentException.class, () -> model.run(inputs)).getMessage();
    assertTrue(message.contains("input_ids"), message);
  }

  @Test
  void bertFromPyTorch() throws Exception {
    Path emulator = Emulator.required();
    Path bert = shared().resolve("hf-zoo/bert");
    try (Executors executors = Executors.of(bert.resolve("legacy.onnx"))) {
      EmulatedModel model = new EmulatedModel(emulator, executors.improved());
      Graph graph = Compiler.read(bert.resolve("legacy.onnx"), OnnxOptions.NONE);
      for (int i = 0; i < 3; i++) {
        Map<String, Tensor> all = TensorSet.read(bert.resolve("case" + i + ".safetensors"));
        Map<String, Tensor> inputs = new TreeMap<>();
        graph.params().forEach(p -> inputs.put(p.name(), all.get("in." + p.name())));
        Map<String, Tensor> found = model.run(inputs);
        assertClose(GraphInterpreter.run(graph, inputs), found, RELATIVE);
      }
    }
  }

  private static Path shared() {
    String given = java.lang.System.getProperty("sinter.shared");
    Path found = given == null ? null : Path.of(given, "data");
    Path at = Path.of("").toAbsolutePath();
    while (found == null && at != null) {
      found = Files.isDirectory(at.resolve("shared/data")) ? at.resolve("shared/data") : null;
      at = at.getParent();
    }
    Assumptions.assumeTrue(found != null, "no shared/data folder: test skipped");
    return found;
  }

  /** Differences count relative to the largest element. */
  private static void assertClose(
      Map<String, Tensor> expected, Map<String, Tensor> found, double relative) {
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach(
        (name, tensor) -> {
          double largest = 0;
          double worst = 0;
          for (long i = 0; i < tensor.size(); i++) {
            double difference = Math.abs(tensor.real(i) - found.get(name).real(i));
            largest = Math.max(largest, Math.abs(tensor.real(i)));
            worst = difference <= worst ? worst : difference;
          }
          assertTrue(worst <= relative * largest, name + ": " + worst + " of " + largest);
        });
  }
}
