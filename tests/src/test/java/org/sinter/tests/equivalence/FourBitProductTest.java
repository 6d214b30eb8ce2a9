package org.sinter.tests.equivalence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

/** Products of weights in 4 bits, with few rows and with many, on every CPU level. */
class FourBitProductTest {
  private static final int K = 96;
  private static final int GROUP = 32;
  private static final int N = 200;

  @TempDir static Path directory;

  private static Tensor random(DType type, long seed, long... shape) {
    Random random = new Random(seed);
    Tensor tensor = Tensor.allocate(type, shape);
    for (int i = 0; i < tensor.size(); i++) {
      if (type.isFloat()) {
        tensor.set(i, random.nextGaussian());
      } else {
        tensor.set(i, random.nextInt(16) - 8L);
      }
    }
    return tensor;
  }

  private static Graph graph() {
    Graph.Builder b = new Graph.Builder("four-bit");
    Formula f = new Formula(b);
    Value x = b.param("x", new TensorType(DType.F32, List.of(Dim.symbol("m"), Dim.of(K))));
    Constant codes = Constant.of("w", random(DType.I4, 1, K / GROUP, GROUP, N));
    Constant scales = Constant.of("s", random(DType.F32, 2, K / GROUP, 1, N));
    Value w = f.mul(f.convert(codes, DType.F32), scales);
    Value y = f.matMul(x, f.reshape(w, List.of(Dim.of(K), Dim.of(N))));
    return b.build(List.of("y"), List.of(y));
  }

  @Test
  void asTheInterpreter() {
    Graph graph = graph();
    try (NativeModel model = new NativeModel(graph, NativeModel.LEVELS, List.of(1, 2), directory)) {
      for (int m : new int[] {1, 3, 8, 40, 131, 300}) {
        Map<String, Tensor> inputs = Map.of("x", random(DType.F32, m, m, K));
        Tensor expected = GraphInterpreter.run(graph, inputs).get("y");
        Set<Object> fused = new HashSet<>();
        for (Map.Entry<String, Model> each : model.models().entrySet()) {
          Tensor found = NativeModel.run(each.getValue(), inputs).get("y");
          for (long i = 0; i < expected.size(); i++) {
            double e = expected.real(i);
            assertEquals(e, found.real(i), 1e-3 * Math.max(1, Math.abs(e)), each.getKey());
          }
          if (!each.getKey().startsWith("v2")) {
            fused.add(found.bytes());
          }
        }
        assertEquals(1, fused.size(), "sums are the same whatever the level and the tile");
      }
    }
  }
}
