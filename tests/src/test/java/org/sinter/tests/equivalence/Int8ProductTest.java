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
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.runtime.Model;
import org.sinter.tests.targets.Int8Product;

/** Products of bytes are exact, and the same on every CPU level of this machine. */
class Int8ProductTest {
  @TempDir static Path directory;

  @ParameterizedTest
  @CsvSource({"u8, i8, 384", "u8, i8, 387", "i8, i8, 386", "i8, u8, 385", "u8, u8, 385"})
  void asTheInterpreter(String a, String b, int k) {
    DType left = DType.parse(a);
    Graph graph = Int8Product.graph(left, DType.parse(b), k, 200);
    try (NativeModel model =
        new NativeModel(graph, NativeModel.ALL_LEVELS, List.of(1, 2), directory)) {
      for (int m : new int[] {1, 2, 3, 8, 21, 131}) {
        compare(model, graph, Int8Product.inputs(left, m, k));
      }
    }
  }

  private static void compare(NativeModel model, Graph graph, Map<String, Tensor> inputs) {
    Map<String, Tensor> expected = GraphInterpreter.run(graph, inputs);
    Set<Object> scaled = new HashSet<>();
    for (Map.Entry<String, Model> each : model.models().entrySet()) {
      Map<String, Tensor> found = NativeModel.run(each.getValue(), inputs);
      assertEquals(expected.get("sum").bytes(), found.get("sum").bytes(), each.getKey());
      Tensor y = expected.get("y");
      for (long i = 0; i < y.size(); i++) {
        double tolerance = 1e-6 * Math.max(1e6, Math.abs(y.real(i)));
        assertEquals(y.real(i), found.get("y").real(i), tolerance, each.getKey());
      }
      if (!each.getKey().startsWith("v2")) {
        scaled.add(found.get("y").bytes()); // v2 has no fused multiply-add
      }
    }
    assertTrue(scaled.size() <= 1, "levels differ");
  }
}
