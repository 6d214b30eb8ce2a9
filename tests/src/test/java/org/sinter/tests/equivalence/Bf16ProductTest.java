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
import org.junit.jupiter.params.provider.ValueSource;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.runtime.Model;
import org.sinter.tests.targets.Bf16Product;

/** Products in bf16 on every CPU level of this machine, whether or not they are fast there. */
class Bf16ProductTest {
  private static final List<CpuLevel> LEVELS =
      List.of(CpuLevel.V4_VNNI_BF16, CpuLevel.V4, CpuLevel.V3, CpuLevel.V2);

  @TempDir static Path directory;

  @ParameterizedTest
  @ValueSource(ints = {384, 385})
  void asTheInterpreter(int k) {
    Graph graph = Bf16Product.graph(k, 200);
    assertTrue(graph.constants().stream().anyMatch(c -> c.type().dtype() == DType.BF16));
    try (NativeModel model = new NativeModel(graph, directory, LEVELS, List.of(1, 2))) {
      for (int m : new int[] {1, 2, 3, 8, 21, 40, 131}) {
        compare(model, m, k, graph);
      }
    }
  }

  /** Products of bf16 are exact in f32: with FMA or without, sums are the same to the last bit. */
  private static void compare(NativeModel model, int m, int k, Graph graph) {
    Map<String, Tensor> inputs = Bf16Product.inputs(m, k);
    Tensor expected = GraphInterpreter.run(graph, inputs).get("y");
    Set<Object> exact = new HashSet<>();
    for (Map.Entry<String, Model> each : model.models().entrySet()) {
      Tensor found = NativeModel.run(each.getValue(), inputs).get("y");
      for (long i = 0; i < expected.size(); i++) {
        double e = expected.real(i);
        double tolerance = 1e-5 * Math.max(1, Math.abs(e));
        assertEquals(e, found.real(i), tolerance, each.getKey() + ", m " + m + ", element " + i);
      }
      if (each.getKey().startsWith("v4,") || each.getKey().startsWith("v3,")) {
        exact.add(found.bytes());
      }
    }
    assertTrue(exact.size() <= 1, "v3 and v4 differ at m " + m);
  }
}
