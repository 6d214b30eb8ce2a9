package org.sinter.tests.equivalence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.cli.Compiler;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.frontend.text.IrReader;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.runtime.Model;

/** Attention natively: over several blocks of keys, hidden keys, neighbours and padding. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class AttentionTest {
  private static final String TEXT =
      """
      graph attention(%q: f32[batch, s, 4, 20], %k: f32[batch, t, 2, 20], \
      %v: f32[batch, t, 2, 24], %mask: f32[batch, 1, 1, t]) {
        %0 = attention {scale = 0.25, softcap = 0.0} %q %k %v %mask : f32[batch, s, 4, 24]
        return %0
      }
      """;
  private static final double LOW = -3.4028234663852886e38;

  @TempDir Path directory;

  private final Random random = new Random(3);

  private Tensor random(long... shape) {
    Tensor tensor = Tensor.allocate(DType.F32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.set(i, random.nextGaussian());
    }
    return tensor;
  }

  private Map<String, Tensor> inputs(long batch, long queries, long keys) {
    return Map.of(
        "q", random(batch, queries, 4, 20),
        "k", random(batch, keys, 2, 20),
        "v", random(batch, keys, 2, 24),
        "mask", Tensor.allocate(DType.F32, batch, 1, 1, keys));
  }

  private static void hide(Tensor mask, long from, long to, double by) {
    for (long i = from; i < to; i++) {
      mask.set(i, by);
    }
  }

  @Test
  void blocksOfKeys() {
    Graph graph = IrReader.graph("attention.ir", TEXT);
    try (NativeModel model = new NativeModel(graph, directory)) {
      for (long keys : new long[] {1, 7, 127, 128, 129, 300}) {
        compare(graph, model, inputs(1, 3 + keys % 40, keys));
      }
    }
  }

  /** The first keys hidden in whole blocks, all of them in a finite way, and some altogether. */
  @Test
  void hiddenKeys() {
    Graph graph = IrReader.graph("attention.ir", TEXT);
    try (NativeModel model = new NativeModel(graph, directory)) {
      Map<String, Tensor> first = inputs(1, 3, 300);
      hide(first.get("mask"), 0, 150, Double.NEGATIVE_INFINITY);
      compare(graph, model, first);
      Map<String, Tensor> finite = inputs(1, 3, 300);
      hide(finite.get("mask"), 0, 300, LOW);
      compare(graph, model, finite);
      Map<String, Tensor> infinite = inputs(2, 3, 150);
      hide(infinite.get("mask"), 0, 150, Double.NEGATIVE_INFINITY);
      compare(graph, model, infinite);
    }
  }

  private static void compare(Graph graph, NativeModel model, Map<String, Tensor> inputs) {
    Map<String, Tensor> expected = GraphInterpreter.run(graph, inputs);
    for (Model each : model.models().values()) {
      assertNull(Differences.of(expected, NativeModel.run(each, inputs)));
    }
  }

  /** Blocks of keys before a window and after a query's place are skipped. */
  @Test
  void causalAndWindows() {
    for (String limits :
        List.of("causal = -inf", "causal = -3.4e38", "causal = -inf, window = 37")) {
      String text = TEXT.replace("softcap = 0.0", "softcap = 0.0, " + limits);
      Graph graph = IrReader.graph("attention.ir", text);
      try (NativeModel model = new NativeModel(graph, directory)) {
        compare(graph, model, inputs(2, 1, 1));
        compare(graph, model, inputs(1, 3, 300));
        Map<String, Tensor> square = inputs(1, 290, 290);
        hide(square.get("mask"), 0, 5, -2);
        compare(graph, model, square);
      }
    }
  }

  /** Queries all of whose keys are hidden one way or the other mix them all, as the mask says. */
  @Test
  void causalAndPaddingOnTheLeft() {
    String text = TEXT.replace("softcap = 0.0", "softcap = 0.0, causal = " + LOW);
    Graph graph = IrReader.graph("attention.ir", text);
    try (NativeModel model = new NativeModel(graph, directory)) {
      Map<String, Tensor> inputs = inputs(1, 200, 200);
      hide(inputs.get("mask"), 0, 140, LOW);
      compare(graph, model, inputs);
      compare(graph, model, inputs(1, 20, 7));
    }
  }

  /** ALiBi: computed where it is read, so that no kernel but attention's runs. */
  @Test
  void biasOfDistances() {
    String text =
        """
        graph alibi(%q: f32[batch, s, 4, 8]) {
          %slopes = constant {values = [0.5, 0.25, 0.125, 0.0625]} : f32[1, 4, 1, 1]
          %0 = iota {dtype = f32, size = s} : f32[s]
          %1 = reshape {shape = [1, 1, s, 1]} %0 : f32[1, 1, s, 1]
          %2 = combine {function = sub} %0 %1 : f32[1, 1, s, s]
          %3 = combine {function = mul} %2 %slopes : f32[1, 4, s, s]
          %4 = attention {scale = 0.25, softcap = 0.0} %q %q %q %3 : f32[batch, s, 4, 8]
          %5 = attention {scale = 0.25, softcap = 0.0} %4 %q %q %3 : f32[batch, s, 4, 8]
          return %5
        }
        """;
    Graph graph = IrReader.graph("alibi.ir", text);
    assertEquals(2, Compiler.lower(graph, Set.of(CpuLevel.V3)).at(CpuLevel.V3).calls().size());
    try (NativeModel model = new NativeModel(graph, directory)) {
      compare(graph, model, Map.of("q", random(2, 150, 4, 8)));
    }
  }

  @Test
  void scratchDoesNotGrowWithTheLength() throws IOException {
    new NativeModel(IrReader.graph("attention.ir", TEXT), directory).close();
    try (ZipFile jar = new ZipFile(directory.resolve("attention.jar").toFile())) {
      ZipEntry entry = jar.getEntry("sinter/attention/model.json");
      String text = new String(jar.getInputStream(entry).readAllBytes(), UTF_8);
      assertTrue(text.matches("(?s).*\"scratch\": *\"[0-9]+\".*"), text);
    }
  }

  /** A text's bits are the same alone and padded, in a batch, whatever the threads. */
  @Test
  void neighboursAndPaddingChangeNoBit() {
    Graph graph = IrReader.graph("attention.ir", TEXT);
    try (NativeModel model = new NativeModel(graph, directory)) {
      for (long length : new long[] {5, 128, 140}) {
        Map<String, Tensor> alone = inputs(1, length, length);
        Map<String, Tensor> padded = inputs(3, 277, 277);
        hide(padded.get("mask"), 277 + length, 2 * 277, LOW);
        for (String name : new String[] {"q", "k", "v"}) {
          Tensor from = alone.get(name);
          long start = padded.get(name).size() / 3;
          for (long i = 0; i < from.size(); i++) {
            padded.get(name).set(start + i, from.real(i));
          }
        }
        sameBits(model, alone, padded);
      }
    }
  }

  private static void sameBits(
      NativeModel model, Map<String, Tensor> alone, Map<String, Tensor> padded) {
    for (Model each : model.models().values()) {
      Tensor one = NativeModel.run(each, alone).values().iterator().next();
      Tensor all = NativeModel.run(each, padded).values().iterator().next();
      long start = all.size() / 3;
      for (long i = 0; i < one.size(); i++) {
        assertEquals(one.real(i), all.real(start + i), "element " + i);
      }
    }
  }
}
