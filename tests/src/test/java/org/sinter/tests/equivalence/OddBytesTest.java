package org.sinter.tests.equivalence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.QuantizeRows;
import org.sinter.runtime.Model;

/** Products of bytes of odd shapes, random ones, on every CPU level of this machine. */
class OddBytesTest {
  private static final List<DType> BYTES = List.of(DType.U8, DType.I8);
  private static final int PRODUCTS = 6;

  @TempDir static Path directory;

  private final List<Value> results = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private Random random;

  private Tensor anything(DType type, long... shape) {
    Tensor tensor = Tensor.allocate(type, shape);
    for (int i = 0; i < tensor.size(); i++) {
      long least = type == DType.I8 ? -128 : type == DType.I4 ? -8 : 0;
      long count = type == DType.I4 ? 16 : 256;
      if (type.isFloat()) {
        tensor.set(i, random.nextGaussian());
      } else if (type == DType.I32) {
        tensor.set(i, (long) random.nextInt());
      } else {
        tensor.set(i, i % 3 == 0 ? least + count - 1 : least + random.nextInt((int) count));
      }
    }
    return tensor;
  }

  private int size(int which) {
    int[] often = {1, 3, 4, 17, 33, 49};
    return which == 0 ? often[random.nextInt(often.length)] : 1 + random.nextInt(70);
  }

  private static TensorType rows(DType type, int k) {
    return new TensorType(type, List.of(Dim.symbol("m"), Dim.of(k)));
  }

  private void add(String name, Value value) {
    names.add(name);
    results.add(value);
  }

  private Graph graph(int seed) {
    Graph.Builder b = new Graph.Builder("odd" + seed);
    Formula f = new Formula(b);
    for (int i = 0; i < PRODUCTS; i++) {
      int k = size(i % 2);
      int n = size((i + 1) % 2);
      DType left = i == 0 ? DType.I32 : BYTES.get(random.nextInt(2));
      DType right = BYTES.get(random.nextInt(2));
      Value q = b.param("q" + i, rows(left, k));
      Value wide = left == DType.I32 ? q : f.convert(q, DType.I32);
      Constant w = Constant.of("w" + i, anything(right, k, n));
      add("%s%s-%dx%d".formatted(left, right, k, n), f.matMul(wide, f.convert(w, DType.I32)));
    }
    int k = size(1);
    int n = size(1);
    List<? extends Value> q =
        b.addAll(new QuantizeRows(), List.of(b.param("x", rows(DType.F32, k))));
    Constant w = Constant.of("w", anything(DType.I8, k, n));
    add(
        "rows-%dx%d".formatted(k, n),
        f.matMul(f.convert(q.get(0), DType.I32), f.convert(w, DType.I32)));
    add("q", q.get(0));
    add("s", q.get(1));
    int groups = 1 + random.nextInt(5);
    int group = 8 * (1 + random.nextInt(3));
    Constant codes = Constant.of("c", anything(DType.I4, groups, group, n));
    Constant scales = Constant.of("sc", anything(DType.F32, groups, 1, n));
    Value four = f.mul(f.convert(codes, DType.F32), scales);
    four = f.reshape(four, List.of(Dim.of(groups * group), Dim.of(n)));
    Value y = b.param("y", rows(DType.F32, groups * group));
    add("four-%dx%dx%d".formatted(groups, group, n), f.matMul(y, four));
    return b.build(names, results);
  }

  private Map<String, Tensor> inputs(Graph graph, int m) {
    Map<String, Tensor> inputs = new HashMap<>();
    graph
        .params()
        .forEach(
            p -> inputs.put(p.name(), anything(p.type().dtype(), m, p.type().dim(-1).value())));
    return inputs;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void asTheInterpreter(int seed) {
    random = new Random(seed);
    Graph graph = graph(seed);
    try (NativeModel model =
        new NativeModel(graph, NativeModel.ALL_LEVELS, List.of(1, 2), directory)) {
      for (int m : new int[] {1, 2, 5, 7, 1 + random.nextInt(70), 70}) {
        compare(model, graph, inputs(graph, m), m);
      }
    }
  }

  private static void compare(NativeModel model, Graph graph, Map<String, Tensor> inputs, int m) {
    Map<String, Tensor> expected = GraphInterpreter.run(graph, inputs);
    for (Map.Entry<String, Model> each : model.models().entrySet()) {
      Map<String, Tensor> found = NativeModel.run(each.getValue(), inputs);
      expected.forEach((name, t) -> same(each.getKey() + " " + m + " " + name, t, found.get(name)));
    }
  }

  private static void same(String what, Tensor expected, Tensor found) {
    for (long i = 0; i < expected.size(); i++) {
      double e = expected.real(i);
      double tolerance = what.contains("four") ? 1e-3 * Math.max(1, Math.abs(e)) : 0;
      assertEquals(e, found.real(i), tolerance, what + ", element " + i);
    }
  }
}
