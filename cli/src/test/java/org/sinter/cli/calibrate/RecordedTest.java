package org.sinter.cli.calibrate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.frontend.tensor.Safetensors;
import org.sinter.frontend.text.IrReader;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.Value;
import org.sinter.ir.diag.CompileException;
import org.sinter.passes.Activations;
import org.sinter.passes.Activations.Detail;
import org.sinter.passes.Gram;
import org.sinter.passes.Statistics;

class RecordedTest {
  private static final String GRAPH =
      """
      graph(%x: f32[rows, 2]) {
        %w = constant {values = [1.0, -1.0, 0.5, 2.0]} : f32[2, 2]
        %0 = mat-mul %x %w : f32[rows, 2]
        return %0
      }
      """;

  private static final Statistics FOUND =
      new Statistics(
          3,
          new float[] {-1, 0.1f},
          new float[] {2, 0.3f},
          new double[] {1.5, 0.7},
          new double[] {5.25, Math.PI},
          new Gram(2, new double[] {5.25, 1 / 3.0, Math.PI}));

  @TempDir Path directory;

  /** Knows the same of every value, and how often it was asked. */
  private static final class Asked implements Activations {
    int times;

    @Override
    public Map<Value, Statistics> of(
        Graph graph, Collection<? extends Value> values, Detail detail) {
      Map<Value, Statistics> all = new LinkedHashMap<>();
      for (Value value : values) {
        times++;
        all.put(value, detail == Detail.GRAM ? FOUND : without(FOUND));
      }
      return all;
    }
  }

  private static Statistics without(Statistics s) {
    return new Statistics(s.count(), s.min(), s.max(), s.sum(), s.squares(), null);
  }

  private static Graph graph(String text) {
    return IrReader.graph("model.ir", text);
  }

  private Path file(Detail detail) {
    Graph graph = graph(GRAPH);
    Recorder recorder = new Recorder(new Asked());
    recorder.of(graph, graph.params(), detail);
    Path file = directory.resolve("model.calibration");
    recorder.write(file, Map.of("pipeline", "some passes"));
    return file;
  }

  private static Statistics read(Path file, String text, Detail detail) {
    Graph graph = graph(text);
    return new Recorded(List.of(file)).of(graph, graph.params(), detail).get(graph.params().get(0));
  }

  @Test
  void readsBackWhatWasMeasured() {
    Statistics found = read(file(Detail.GRAM), GRAPH, Detail.GRAM);
    assertEquals(FOUND.count(), found.count());
    assertArrayEquals(FOUND.min(), found.min());
    assertArrayEquals(FOUND.max(), found.max());
    assertArrayEquals(FOUND.sum(), found.sum());
    assertArrayEquals(FOUND.squares(), found.squares());
    assertArrayEquals(FOUND.gram().upper(), found.gram().upper());
    assertNull(read(file(Detail.GRAM), GRAPH, Detail.CHANNELS).gram());
  }

  @Test
  void asksOnceForEachValue() {
    Graph graph = graph(GRAPH);
    Asked asked = new Asked();
    Recorder recorder = new Recorder(asked);
    recorder.of(graph, graph.params(), Detail.CHANNELS);
    recorder.of(graph(GRAPH), graph.params().subList(0, 0), Detail.CHANNELS);
    recorder.of(graph, graph.params(), Detail.CHANNELS);
    assertEquals(1, asked.times);
    recorder.of(graph, graph.params(), Detail.GRAM);
    assertEquals(2, asked.times);
    assertEquals(1, recorder.stages());
    assertEquals(1, recorder.values());
  }

  @Test
  void refusesAnotherGraphOrOtherWeights() {
    Path file = file(Detail.CHANNELS);
    for (String other : List.of(GRAPH.replace("2.0]", "2.5]"), GRAPH.replace("rows", "n"))) {
      CompileException failure =
          assertThrows(CompileException.class, () -> read(file, other, Detail.CHANNELS));
      assertTrue(failure.getMessage().contains(file.toString()), failure.getMessage());
      assertTrue(
          failure.getMessage().contains("calibrated for another model or pipeline"),
          failure.getMessage());
      assertTrue(failure.getMessage().contains("some passes"), failure.getMessage());
    }
  }

  @Test
  void refusesWhatWasNotMeasured() {
    Path file = file(Detail.CHANNELS);
    CompileException failure =
        assertThrows(CompileException.class, () -> read(file, GRAPH, Detail.GRAM));
    assertTrue(failure.getMessage().contains("another pipeline"), failure.getMessage());
    Graph graph = graph(GRAPH);
    assertThrows(
        CompileException.class,
        () -> new Recorded(List.of(file)).of(graph, graph.results(), Detail.CHANNELS));
  }

  @Test
  void asksOthersForGraphsOfNoFile() {
    Graph other = graph(GRAPH.replace("rows", "n"));
    Recorded recorded = new Recorded(List.of(file(Detail.CHANNELS)), new Asked());
    var found = recorded.of(other, other.params(), Detail.GRAM);
    assertSame(FOUND, found.get(other.params().get(0)));
  }

  @Test
  void refusesDamage() throws IOException {
    Path file = file(Detail.GRAM);
    Safetensors read = Safetensors.read(file);
    String name = read.entries().keySet().iterator().next().replaceFirst("[a-z]+$", "");
    refuses(read, name + "min", Tensor.of(new float[] {Float.NaN, 0}, 2), "damaged");
    refuses(read, name + "min", Tensor.of(new float[] {3, 0}, 2), "damaged");
    refuses(read, name + "min", Tensor.of(new float[] {0}, 1), "expected f32[2]");
    refuses(read, name + "count", Tensor.of(new long[] {0}, 1), "damaged");
    refuses(read, name + "sum", Tensor.of(new float[] {0, 0}, 2), "expected f64[2]");
    refuses(read, name + "gram", Tensor.of(new float[] {0, 0}, 2), "expected f64[3]");
    refuses(read, name + "max", null, "no such tensor");
    Path none = directory.resolve("weights.safetensors");
    Safetensors.write(none, read.tensors(), Map.of());
    assertFails(none, "no statistics of sinter calibrate");
    Safetensors.write(none, read.tensors(), Map.of("sinter-calibration", "9"));
    assertFails(none, "version 9, expected 1");
    Files.writeString(none, "text that is no such file");
    assertFails(none, "header");
    byte[] all = Files.readAllBytes(file);
    for (int length = 0; length < all.length; length += 37) {
      Files.write(none, Arrays.copyOf(all, length));
      assertFails(none, "");
    }
  }

  private void refuses(Safetensors read, String name, Tensor tensor, String reason) {
    Map<String, Tensor> tensors = new TreeMap<>(read.tensors());
    tensors.remove(name);
    if (tensor != null) {
      tensors.put(name, tensor);
    }
    Path other = directory.resolve("damaged.calibration");
    Safetensors.write(other, tensors, read.metadata());
    assertFails(other, reason);
  }

  private static void assertFails(Path file, String reason) {
    CompileException failure =
        assertThrows(CompileException.class, () -> read(file, GRAPH, Detail.GRAM));
    assertTrue(failure.getMessage().contains(file.toString()), failure.getMessage());
    assertTrue(failure.getMessage().contains(reason), failure.getMessage());
  }
}
