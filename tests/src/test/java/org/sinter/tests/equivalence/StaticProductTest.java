package org.sinter.tests.equivalence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.LayerNorm;
import org.sinter.passes.Activations;
import org.sinter.passes.Context;
import org.sinter.passes.Statistics;
import org.sinter.passes.compress.Quantize;

/** Products of rows in one range known before: the native code gives the same bits. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class StaticProductTest {
  private static final int K = 100;
  private static final int N = 50;

  private static final Quantize STATIC =
      new Quantize(DType.I8, Quantize.Activations.I8_STATIC, DType.I8, 32, 1, List.of());

  @TempDir static Path directory;

  private static Constant random(String name, int rows, int columns) {
    Random random = new Random(rows);
    Tensor w = Tensor.allocate(DType.F32, rows, columns);
    for (int i = 0; i < w.size(); i++) {
      w.set(i, random.nextGaussian());
    }
    return Constant.of(name, w);
  }

  private static Graph quantized(Graph graph, float min, float max) {
    Activations all =
        (g, values, detail) -> {
          Map<Value, Statistics> found = new LinkedHashMap<>();
          for (Value value : values) {
            float[] least = {min};
            float[] most = {max};
            found.put(value, new Statistics(1, least, most, new double[1], new double[1], null));
          }
          return found;
        };
    return STATIC.run(graph, Context.silent().in("quantize").with(all));
  }

  private static void same(Graph graph, Tensor x) {
    Map<String, Tensor> inputs = Map.of("x", x);
    Map<String, Tensor> expected = GraphInterpreter.run(graph, inputs);
    try (NativeModel model =
        new NativeModel(graph, directory, NativeModel.ALL_LEVELS, List.of(1, 2))) {
      model.requireSame(expected, inputs);
    }
  }

  private static Tensor rows() {
    Tensor x = Tensor.allocate(DType.F32, 7, K);
    Random random = new Random(1);
    for (int i = 0; i < x.size(); i++) {
      x.set(i, random.nextGaussian());
    }
    double[] edges = {
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      1e30,
      -1e30,
      Float.MIN_VALUE,
      -0.0,
      2.5,
      -1.5
    };
    for (int i = 0; i < edges.length; i++) {
      x.set(3 * K + i, edges[i]);
    }
    return x;
  }

  @Test
  void twoProductsAtTheEdge() {
    Graph.Builder b = new Graph.Builder("static");
    Formula f = new Formula(b);
    Value x = b.param("x", TensorType.of(DType.F32, 7, K));
    Value first = f.matMul(x, random("w0", K, N));
    Value second = f.matMul(f.add(first, 1), random("w1", N, K));
    Graph graph = quantized(b.build(List.of("y", "z"), List.of(first, second)), -1.5f, 2.5f);
    assertTrue(
        graph.nodes().stream().filter(n -> n.result().type().dtype() == DType.U8).count() == 2);
    same(graph, rows());
  }

  /** A norm's rows are read as they are, too, as in a residual connection. */
  @Test
  void rowsOfANorm() {
    Graph.Builder b = new Graph.Builder("norm");
    Formula f = new Formula(b);
    Value x = b.param("x", TensorType.of(DType.F32, 7, K));
    Tensor ones = Tensor.allocate(DType.F32, K);
    for (int i = 0; i < K; i++) {
      ones.set(i, 1.0);
    }
    Value scale = Constant.of("g", ones);
    Value zero = Constant.of("b", Tensor.allocate(DType.F32, K));
    Value norm = b.add(new LayerNorm(1e-5), x, scale, zero);
    Value y = f.add(f.matMul(norm, random("w", K, K)), norm);
    Graph graph = quantized(b.build(List.of("y"), List.of(y)), -2, 2);
    Map<String, Tensor> inputs = Map.of("x", (Tensor) random("x", 7, K).elements());
    Tensor expected = GraphInterpreter.run(graph, inputs).get("y");
    try (NativeModel model =
        new NativeModel(graph, directory, NativeModel.ALL_LEVELS, List.of(1, 2))) {
      model
          .models()
          .forEach((name, m) -> near(name, expected, NativeModel.run(m, inputs).get("y")));
    }
  }

  /** Up to a step of the range in a few elements. */
  private static void near(String name, Tensor expected, Tensor found) {
    for (int i = 0; i < found.size(); i++) {
      assertEquals(expected.real(i), found.real(i), 0.05, name);
    }
  }
}
