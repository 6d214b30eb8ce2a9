package org.sinter.tests.calibrate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sinter.cli.calibrate.Measured;
import org.sinter.cli.data.Encoded;
import org.sinter.cli.data.Form;
import org.sinter.cli.data.TokenDataset;
import org.sinter.cli.data.Unit;
import org.sinter.codegen.jar.Progress;
import org.sinter.frontend.text.IrReader;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.Value;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.passes.Activations.Detail;
import org.sinter.passes.Statistics;
import org.sinter.runtime.Options;

class MeasuredTest {
  private static final String GRAPH =
      """
      graph(%input_ids: i64[batch, seq], %attention_mask: i64[batch, seq]) {
        %t = constant {values = [1.0, -2.0, 0.5, 0.25, 3.0, -1.0, -4.0, 0.125, 2.0]} : f32[3, 3]
        %w = constant {values = [1.0, -1.0, 0.5, 2.0, 0.25, 1.0]} : f32[3, 2]
        %0 = gather {axis = 0} %t %input_ids : f32[batch, seq, 3]
        %1 = gelu {form = erf} %0 : f32[batch, seq, 3]
        %2 = mat-mul %1 %w : f32[batch, seq, 2]
        %3 = reduce {reducer = sum, axes = [1], keep = false} %2 : f32[batch, 2]
        return %3
      }
      """;

  private static final long[][] TEXTS = {{0, 1, 2, 1}, {2}, {1, 0}};

  private static TokenDataset data(long[]... texts) {
    List<Unit> units = new ArrayList<>();
    for (long[] text : texts) {
      units.add(new Unit(List.of(Encoded.of(text)), Double.NaN));
    }
    return new TokenDataset("texts", Form.TEXTS, units);
  }

  private static Measured measured(int threads, long[]... texts) {
    return new Measured(
        ports -> data(texts), Options.defaults().withThreads(threads), Progress.NONE);
  }

  @Test
  void countsWhatTheInterpreterSees() {
    Graph graph = IrReader.graph("model.ir", GRAPH);
    Value gelu = graph.nodes().get(1).result();
    Value pooled = graph.results().get(0);
    List<Value> both = List.of(gelu, pooled);
    Map<Value, Statistics> found = measured(1, TEXTS).of(graph, both, Detail.GRAM);
    assertEquals(both, List.copyOf(found.keySet()));
    check(graph, gelu, found.get(gelu), 7);
    check(graph, pooled, found.get(pooled), 3);
  }

  private static void check(Graph graph, Value value, Statistics found, int rows) {
    int k = found.channels();
    float[] min = new float[k];
    float[] max = new float[k];
    double[] sum = new double[k];
    double[] gram = new double[k * k];
    Arrays.fill(min, Float.MAX_VALUE);
    Arrays.fill(max, -Float.MAX_VALUE);
    for (long[] text : TEXTS) {
      Tensor ids = Tensor.of(text, 1, text.length);
      Map<String, Tensor> inputs = Map.of("input_ids", ids, "attention_mask", ids);
      GraphInterpreter.run(
          graph,
          inputs,
          (seen, tensor) -> {
            FloatBuffer all = tensor.bytes().asFloatBuffer();
            for (int i = 0; seen == value && i < all.limit(); i++) {
              int j = i % k;
              min[j] = Math.min(min[j], all.get(i));
              max[j] = Math.max(max[j], all.get(i));
              sum[j] += all.get(i);
              for (int other = 0; other < k; other++) {
                gram[j * k + other] += all.get(i) * all.get(i - j + other);
              }
            }
          });
    }
    assertEquals(rows, found.count());
    assertArrayEquals(min, found.min(), 1e-6f);
    assertArrayEquals(max, found.max(), 1e-6f);
    assertArrayEquals(sum, found.sum(), 1e-5);
    assertArrayEquals(gram, found.gram().full(), 1e-4);
    for (int j = 0; j < k; j++) {
      assertEquals(found.gram().get(j, j), found.squares()[j], 1e-9);
    }
  }

  @Test
  void doesNotCountPadding() {
    Graph free = IrReader.graph("model.ir", GRAPH);
    Graph fixed = IrReader.graph("model.ir", GRAPH.replace("batch", "2").replace("seq", "6"));
    Statistics alone = gelu(free, 1);
    Statistics padded = gelu(fixed, 1);
    assertEquals(7, padded.count());
    assertArrayEquals(alone.min(), padded.min());
    assertArrayEquals(alone.sum(), padded.sum());
    assertArrayEquals(alone.gram().upper(), padded.gram().upper());
  }

  @Test
  void isTheSameForAnyNumberOfThreads() {
    Graph graph = IrReader.graph("model.ir", GRAPH);
    assertArrayEquals(gelu(graph, 1).gram().upper(), gelu(graph, 2).gram().upper());
  }

  private static Statistics gelu(Graph graph, int threads) {
    Value gelu = graph.nodes().get(1).result();
    return measured(threads, TEXTS).of(graph, List.of(gelu), Detail.GRAM).get(gelu);
  }

  @Test
  void givesNoMatrixThatNobodyWants() {
    Graph graph = IrReader.graph("model.ir", GRAPH);
    Value gelu = graph.nodes().get(1).result();
    var found = measured(1, TEXTS).of(graph, List.of(gelu), Detail.CHANNELS);
    assertEquals(null, found.get(gelu).gram());
  }

  @Test
  void saysWhatDoesNotFit() {
    Graph graph = IrReader.graph("model.ir", GRAPH);
    Value gelu = graph.nodes().get(1).result();
    CompileException wrong =
        assertThrows(
            CompileException.class,
            () -> measured(1, new long[] {5}).of(graph, List.of(gelu), Detail.CHANNELS));
    assertTrue(wrong.getMessage().contains("input_ids"), wrong.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> measured(1, TEXTS).of(graph, graph.params(), Detail.CHANNELS));
  }
}
