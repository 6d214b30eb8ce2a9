package org.sinter.tests.equivalence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Elements;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.passes.compress.PruneWeights;
import org.sinter.passes.lower.LowerToKernels;
import org.sinter.passes.lower.Tile;
import org.sinter.runtime.Model;
import org.sinter.tests.targets.SparseProduct;

/** Products that skip blocks of zeros, on every CPU level of this machine. */
class SparseProductTest {
  private static final int[] ROWS = {1, 2, 3, 7, 8, 21, 131};

  @TempDir static Path directory;

  private static PruneWeights prune(String pattern, int height, int width) {
    return pattern.equals("2:4")
        ? SparseProduct.twoOfFour(height, width)
        : SparseProduct.blocks(Double.parseDouble(pattern), height, width);
  }

  private static void requireSparse(Graph graph) {
    var program = LowerToKernels.run(graph, List.of(Tile.of(64, 32))).get(0);
    boolean sparse = program.kernels().stream().anyMatch(k -> k.name().contains("sparse"));
    assertTrue(sparse);
  }

  @ParameterizedTest
  @CsvSource({
    "f32, 0.8, 1, 16, 192, 200",
    "f32, 0.5, 1, 16, 151, 33",
    "f32, 2:4, 1, 16, 192, 288",
    "f32, 2:4, 1, 48, 192, 240",
    "f32, 0.97, 64, 48, 192, 200",
    "bf16, 0.8, 2, 16, 192, 200",
    "bf16, 2:4, 2, 48, 192, 240",
    "i8, 0.8, 4, 16, 192, 200",
    "i8, 0.8, 4, 48, 192, 200",
    "i8, 0.7, 4, 16, 192, 33"
  })
  void asTheInterpreter(String type, String pattern, int height, int width, int k, int n) {
    DType weights = DType.parse(type);
    Graph graph = SparseProduct.graph(weights, k, n, prune(pattern, height, width));
    requireSparse(graph);
    try (NativeModel model =
        new NativeModel(graph, directory, NativeModel.ALL_LEVELS, List.of(1, 2))) {
      for (int m : ROWS) {
        compare(model, graph, SparseProduct.inputs(weights, m, k));
      }
    }
  }

  private static void compare(NativeModel model, Graph graph, Map<String, Tensor> inputs) {
    Tensor expected = GraphInterpreter.run(graph, inputs).get("y");
    for (Map.Entry<String, Model> each : model.models().entrySet()) {
      Tensor found = NativeModel.run(each.getValue(), inputs).get("y");
      for (long i = 0; i < expected.size(); i++) {
        double e = expected.real(i);
        double tolerance = expected.type().isFloat() ? 2e-5 * Math.max(1, Math.abs(e)) : 0;
        assertEquals(e, found.real(i), tolerance, each.getKey() + ", element " + i);
      }
    }
  }

  /** Zeros left out change no bit: each sum is that of the dense product, k in order. */
  @ParameterizedTest
  @CsvSource({"0.8, 16", "2:4, 48"})
  void bitsOfTheDenseProduct(String pattern, int width) {
    int k = 96;
    int n = 200;
    Graph graph = SparseProduct.graph(DType.F32, k, n, prune(pattern, 1, width));
    Constant w = graph.constants().iterator().next();
    try (NativeModel model =
        new NativeModel(graph, directory, NativeModel.ALL_LEVELS, List.of(1, 2))) {
      for (int m : ROWS) {
        Map<String, Tensor> inputs = SparseProduct.inputs(DType.F32, m, k);
        Set<Object> results = new HashSet<>();
        for (Map.Entry<String, Model> each : model.models().entrySet()) {
          if (!each.getKey().startsWith("v2")) { // v2 has no fused multiply-add
            results.add(NativeModel.run(each.getValue(), inputs).get("y").bytes());
          }
        }
        results.add(fused(inputs.get("x"), w.elements(), m, k, n).bytes());
        assertEquals(1, results.size(), "m " + m);
      }
    }
  }

  private static Tensor fused(Tensor x, Elements w, int m, int k, int n) {
    Tensor y = Tensor.allocate(DType.F32, m, n);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        float sum = 0;
        for (int kk = 0; kk < k; kk++) {
          sum = Math.fma((float) x.real((long) i * k + kk), (float) w.real((long) kk * n + j), sum);
        }
        y.set((long) i * n + j, (double) sum);
      }
    }
    return y;
  }
}
