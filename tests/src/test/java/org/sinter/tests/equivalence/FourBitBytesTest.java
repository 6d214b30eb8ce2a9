package org.sinter.tests.equivalence;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.ir.op.Formula;
import org.sinter.runtime.Model;

/** Products of bytes and weights in 4 bits, the largest ones often, on every CPU level. */
class FourBitBytesTest {
  @TempDir static Path directory;

  /** Of all bytes from 0 on, of codes from -8 on, or of small floats. */
  private static Tensor anything(DType type, long... shape) {
    Tensor tensor = Tensor.allocate(type, shape);
    for (int i = 0; i < tensor.size(); i++) {
      int hash = (i * 0x9E3779B1) >>> 8;
      switch (type) {
        case F32 -> tensor.set(i, (hash % 1000 - 500) * 1e-3);
        case I4 -> tensor.set(i, hash % 3 == 0 ? -8L : hash / 3 % 16 - 8L);
        default -> tensor.set(i, hash % 3 == 0 ? 255L : hash / 3 % 256);
      }
    }
    return tensor;
  }

  private static Graph graph(int groups, int group, int n) {
    Graph.Builder b = new Graph.Builder("bytes-" + groups + "x" + group + "x" + n);
    Formula f = new Formula(b);
    int k = groups * group;
    Value q = b.param("q", new TensorType(DType.U8, List.of(Dim.symbol("m"), Dim.of(k))));
    Constant codes = Constant.of("w", anything(DType.I4, groups, group, n));
    Constant scales = Constant.of("s", anything(DType.F32, groups, 1, n));
    Value w = f.mul(f.convert(codes, DType.F32), scales);
    Value y = f.matMul(f.convert(q, DType.F32), f.reshape(w, List.of(Dim.of(k), Dim.of(n))));
    return b.build(List.of("y"), List.of(y));
  }

  @ParameterizedTest
  @CsvSource({"3, 32, 200", "5, 8, 49", "1, 1024, 7", "2, 16, 1"})
  void asTheInterpreter(int groups, int group, int n) {
    Graph graph = graph(groups, group, n);
    try (NativeModel model =
        new NativeModel(graph, NativeModel.ALL_LEVELS, List.of(1, 2), directory)) {
      for (int m : new int[] {1, 3, 8, 131}) {
        compare(model, graph, Map.of("q", anything(DType.U8, m, groups * group)));
      }
    }
  }

  private static void compare(NativeModel model, Graph graph, Map<String, Tensor> inputs) {
    Tensor expected = GraphInterpreter.run(graph, inputs).get("y");
    Set<Object> fused = new HashSet<>();
    for (Map.Entry<String, Model> each : model.models().entrySet()) {
      Tensor found = NativeModel.run(each.getValue(), inputs).get("y");
      for (long i = 0; i < expected.size(); i++) {
        double e = expected.real(i);
        assertEquals(e, found.real(i), 1e-5 * Math.max(1e4, Math.abs(e)), each.getKey());
      }
      if (!each.getKey().startsWith("v2")) {
        fused.add(found.bytes());
      }
    }
    assertEquals(1, fused.size(), "sums are the same whatever the level and the tile");
  }
}
