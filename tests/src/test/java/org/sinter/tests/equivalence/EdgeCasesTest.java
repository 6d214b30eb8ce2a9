package org.sinter.tests.equivalence;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import org.sinter.codegen.target.CpuLevel;
import org.sinter.frontend.text.IrReader;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.runtime.Model;

/** Sizes and indices at the edge of what a graph allows, and beyond. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class EdgeCasesTest {
  @TempDir Path directory;

  private NativeModel compile(String text) {
    Graph graph = IrReader.graph("edge.ir", text);
    return new NativeModel(graph, directory, List.of(CpuLevel.V2), List.of(1, 3));
  }

  private void same(String text, List<Map<String, Tensor>> calls) {
    Graph graph = IrReader.graph("edge.ir", text);
    try (NativeModel model = compile(text)) {
      for (Map<String, Tensor> inputs : calls) {
        Map<String, Tensor> expected = GraphInterpreter.run(graph, inputs);
        for (Model each : model.models().values()) {
          assertNull(Differences.of(expected, NativeModel.run(each, inputs)));
        }
      }
    }
  }

  private void refused(String text, Map<String, Tensor> inputs, String message) {
    try (NativeModel model = compile(text)) {
      for (Model each : model.models().values()) {
        Exception e =
            assertThrows(IllegalArgumentException.class, () -> NativeModel.run(each, inputs));
        assertTrue(e.getMessage().contains(message), e.getMessage());
      }
    }
  }

  private static Tensor random(DType type, long... shape) {
    Random random = new Random(1);
    Tensor tensor = Tensor.allocate(type, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.set(i, random.nextGaussian());
    }
    return tensor;
  }

  private static Map<String, Tensor> inputs(Object... namesAndTensors) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTensors.length; i += 2) {
      inputs.put((String) namesAndTensors[i], (Tensor) namesAndTensors[i + 1]);
    }
    return inputs;
  }

  private static Tensor integers(long... values) {
    return Tensor.of(values, values.length);
  }

  private static final String NESTED =
      """
      graph g(%t: f32[5, 2], %m: i64[4], %i: i64[n]) {
        %0 = gather {axis = 0} %m %i : i64[n]
        %1 = gather {axis = 0} %t %0 : f32[n, 2]
        return %1
      }
      """;

  /** The inner index is checked before the outer one is read through it. */
  @Test
  void indexOutOfAnIndexTensor() {
    Tensor table = random(DType.F32, 5, 2);
    Tensor rows = integers(0, 1, 2, 3);
    Tensor far = integers(0, 1, 1L << 44);
    refused(NESTED, inputs("t", table, "m", rows, "i", far), "i out of range: 4 rows");
    Tensor wrong = integers(0, 1, 2, 5);
    refused(NESTED, inputs("t", table, "m", wrong, "i", integers(3)), "out of range: 5 rows");
    refused(NESTED, inputs("t", table, "m", rows, "i", integers(-5)), "i out of range: 4 rows");
  }

  @Test
  void attentionWithoutKeys() {
    String text =
        """
        graph g(%q: f32[1, s, 2, 4], %k: f32[1, p, 2, 4], %v: f32[1, p, 2, 4]) where p >= 0 {
          %0 = attention {scale = 0.5, softcap = 0.0} %q %k %v : f32[1, s, 2, 4]
          return %0
        }
        """;
    Tensor q = random(DType.F32, 1, 3, 2, 4);
    Tensor none = random(DType.F32, 1, 0, 2, 4);
    Tensor one = random(DType.F32, 1, 1, 2, 4);
    same(text, List.of(inputs("q", q, "k", none, "v", none), inputs("q", q, "k", one, "v", one)));
  }

  @Test
  void emptyReductions() {
    String text =
        """
        graph g(%x: i8[n], %u: u8[n], %f: f16[n]) where n >= 0 {
          %0 = reduce {reducer = and, axes = [0], keep = false} %x : i8[]
          %1 = reduce {reducer = max, axes = [0], keep = false} %x : i8[]
          %2 = reduce {reducer = min, axes = [0], keep = false} %x : i8[]
          %3 = reduce {reducer = and, axes = [0], keep = false} %u : u8[]
          %4 = reduce {reducer = max, axes = [0], keep = false} %f : f16[]
          %5 = reduce {reducer = sum, axes = [0], keep = false} %f : f16[]
          return %0, %1, %2, %3, %4, %5
        }
        """;
    same(text, List.of(reduced(0), reduced(1), reduced(17)));
  }

  private static Map<String, Tensor> reduced(long n) {
    return inputs("x", random(DType.I8, n), "u", random(DType.U8, n), "f", random(DType.F16, n));
  }

  /** Bits are kept: the neutral element of and has all of them. */
  @Test
  void andOfIntegers() {
    String text =
        """
        graph g(%x: i64[n]) {
          %0 = reduce {reducer = and, axes = [0], keep = false} %x : i64[]
          return %0
        }
        """;
    try (NativeModel model = compile(text)) {
      for (Model each : model.models().values()) {
        Tensor found = NativeModel.run(each, inputs("x", integers(6, 7, 14))).get("out0");
        assertTrue(found.integer(0) == 6, "and is " + found.integer(0));
      }
    }
  }

  @Test
  void emptyProductsAreZero() {
    String text =
        """
        graph g(%x: f32[s, p], %y: f32[p, 5]) where p >= 0 {
          %0 = mat-mul %x %y : f32[s, 5]
          return %0
        }
        """;
    same(
        text,
        List.of(
            inputs("x", random(DType.F32, 3, 0), "y", random(DType.F32, 0, 5)),
            inputs("x", random(DType.F32, 65, 2), "y", random(DType.F32, 2, 5))));
  }

  private static final String FOUND_LEAST =
      """
      graph g(%x: f32[s]) where measured a <= s requires 3 <= a {
        %0 = non-zero {symbol = "a"} %x : i64[a, 1]
        %1 = slice {starts = [2, 0], sizes = [1, 1], steps = [1, 1]} %0 : i64[1, 1]
        return %1
      }
      """;

  @Test
  void demandsOnMeasuredSizes() {
    Tensor two = Tensor.of(new float[] {0, 1, 0, 1, 0}, 5);
    Tensor three = Tensor.of(new float[] {0, 1, 0, 1, 1}, 5);
    refused(FOUND_LEAST, inputs("x", two), "expected 3 <= a");
    same(FOUND_LEAST, List.of(inputs("x", three)));
  }

  /** The rest is largest where nothing is found: memory counts with that. */
  @Test
  void whatAMeasuredSizeLeaves() {
    String text =
        """
        graph g(%x: f32[s]) where measured a <= s requires a <= s {
          %0 = non-zero {symbol = "a"} %x : i64[a, 1]
          %1 = slice {starts = [a], sizes = [s - a], steps = [1]} %x : f32[s - a]
          %2 = softmax {axis = -1} %1 : f32[s - a]
          %3 = cumulative-sum {axis = 0, exclusive = false, reverse = false} %2 : f32[s - a]
          %4 = apply {function = exp} %3 : f32[s - a]
          return %0, %3, %4
        }
        """;
    same(
        text,
        List.of(
            inputs("x", Tensor.allocate(DType.F32, 20_000)),
            inputs("x", Tensor.of(new float[] {0, 1, 0, 1, 0}, 5)),
            inputs("x", Tensor.of(new float[] {1, 1}, 2))));
  }

  @Test
  void scattersOutOfRange() {
    String text =
        """
        graph g(%x: f32[5], %i: i64[n], %u: f32[n]) requires n <= 5 {
          %0 = scatter-elements {axis = 0} %x %i %u : f32[5]
          return %0
        }
        """;
    Tensor x = random(DType.F32, 5);
    Tensor u = random(DType.F32, 2);
    refused(text, inputs("x", x, "i", integers(1, 5), "u", u), "scatter index out of range");
    refused(text, inputs("x", x, "i", integers(-6, 1), "u", u), "scatter index out of range");
    same(text, List.of(inputs("x", x, "i", integers(-5, 4), "u", u)));
  }

  @Test
  void notFinite() {
    String text =
        """
        graph g(%x: f32[s, 8], %q: f32[1, s, 2, 4], %m: f32[1, 1, 1, s]) {
          %0 = softmax {axis = -1} %x : f32[s, 8]
          %1 = reduce {reducer = max, axes = [1], keep = false} %x : f32[s]
          %2 = reduce {reducer = min, axes = [0], keep = false} %x : f32[8]
          %3 = convert {to = i8, saturate = true} %x : i8[s, 8]
          %4 = convert {to = i64, saturate = true} %x : i64[s, 8]
          %5 = convert {to = f8e4m3fn, saturate = false} %x : f8e4m3fn[s, 8]
          %6 = attention {scale = 0.5, softcap = 0.0} %q %q %q %m : f32[1, s, 2, 4]
          return %0, %1, %2, %3, %4, %5, %6
        }
        """;
    float inf = Float.POSITIVE_INFINITY;
    float[] x = {
      Float.NaN, inf, -inf, 1e30f, -1e30f, 300, -0f, 2.5f, 1, inf, 2, 3, 9.3e18f, 0, 1, -inf
    };
    Tensor q = random(DType.F32, 1, 2, 2, 4);
    Tensor none = Tensor.of(new float[] {-inf, -inf}, 1, 1, 1, 2);
    Tensor one = Tensor.of(new float[] {-inf, 0}, 1, 1, 1, 2);
    Tensor given = Tensor.of(x, 2, 8);
    same(
        text, List.of(inputs("x", given, "q", q, "m", none), inputs("x", given, "q", q, "m", one)));
  }
}
