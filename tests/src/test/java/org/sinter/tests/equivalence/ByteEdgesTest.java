package org.sinter.tests.equivalence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.QuantizeRows;
import org.sinter.ir.op.Softmax;

/** Graphs at the edge of what quantized kernels are made for: the native code gives the same. */
class ByteEdgesTest {
  @TempDir static Path directory;

  private final Graph.Builder b = new Graph.Builder("edge");
  private final Formula f = new Formula(b);

  private static Tensor anything(DType type, long... shape) {
    Random random = new Random(7);
    Tensor tensor = Tensor.allocate(type, shape);
    for (int i = 0; i < tensor.size(); i++) {
      long least = type == DType.I8 ? -128 : 0;
      if (type.isFloat()) {
        tensor.set(i, random.nextGaussian());
      } else {
        tensor.set(i, least + random.nextInt(256));
      }
    }
    return tensor;
  }

  private Value product(Value q, Value w) {
    return f.matMul(f.convert(q, DType.I32), f.convert(w, DType.I32));
  }

  private void same(List<String> names, List<? extends Value> results) {
    Graph graph = b.build(names, List.copyOf(results));
    Map<String, Tensor> inputs = new HashMap<>();
    for (var p : graph.params()) {
      long[] shape = p.type().dims().stream().mapToLong(d -> d.value()).toArray();
      inputs.put(p.name(), anything(p.type().dtype(), shape));
    }
    Map<String, Tensor> expected = GraphInterpreter.run(graph, inputs);
    try (NativeModel model =
        new NativeModel(graph, directory, NativeModel.ALL_LEVELS, List.of(1))) {
      model.requireSame(expected, inputs);
    }
  }

  /** Rows are in f64 while they are near, and quantized in f32. */
  @Test
  void rowsOfDoubles() {
    Value x = b.param("x", TensorType.of(DType.F64, 5, 24));
    Value y = f.convert(b.add(new Softmax(-1), x), DType.F32);
    same(List.of("q", "s"), b.addAll(new QuantizeRows(), List.of(y)));
  }

  /** The same weights lie in memory in two orders. */
  @Test
  void weightsOfTwoKernels() {
    Value q = b.param("q", TensorType.of(DType.I8, 5, 40));
    Constant w = Constant.of("w", anything(DType.I8, 40, 7));
    same(List.of("wide", "narrow"), List.of(product(q, w), f.matMul(q, w)));
  }

  /** {@code (q[k] s[m, 1]) w} is no product of {@code q}. */
  @Test
  void scalesThatMakeRows() {
    Value q = b.param("q", TensorType.of(DType.U8, 40));
    Value s = b.param("s", TensorType.of(DType.F32, 5, 1));
    Value w = f.convert(Constant.of("w", anything(DType.I8, 40, 7)), DType.F32);
    Value y = f.matMul(f.mul(f.convert(q, DType.F32), s), w);
    assertEquals(List.of(5L, 7L), y.type().dims().stream().map(d -> d.value()).toList());
    NativeModel.improved(b.build(List.of("y"), List.of(y)));
  }

  /** A sum that leaves 32 bits several times. */
  @Test
  void longSums() {
    int k = 200003;
    Value q = b.param("q", TensorType.of(DType.U8, 3, k));
    Tensor w = Tensor.allocate(DType.I8, k, 2);
    for (int i = 0; i < w.size(); i++) {
      w.set(i, i % 2 == 0 ? 127L : -128L);
    }
    same(List.of("y"), List.of(product(q, Constant.of("w", w))));
  }
}
