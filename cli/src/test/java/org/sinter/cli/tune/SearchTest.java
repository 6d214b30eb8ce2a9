package org.sinter.cli.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.cli.Compiler;
import org.sinter.codegen.jar.Progress;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.MatMul;
import org.sinter.passes.Context;
import org.sinter.passes.compress.ToBf16;
import org.sinter.passes.lower.Knob;
import org.sinter.passes.lower.Tile;
import org.sinter.passes.lower.Tuning;

/** What is searched, along which axes, and what is written down. */
class SearchTest {
  @TempDir Path directory;

  /** {@code x w0 w1 w2}: 16x32, 32x16 and 16x32 again. */
  private static Graph model() {
    Graph.Builder b = new Graph.Builder("model");
    Value x = b.param("x", new TensorType(DType.F32, List.of(Dim.symbol("m"), Dim.of(16))));
    for (long[] shape : new long[][] {{16, 32}, {32, 16}, {16, 32}}) {
      Tensor weights = Tensor.allocate(DType.F32, shape);
      for (long i = 0; i < weights.size(); i++) {
        weights.set(i, i % 7 - 3.0);
      }
      x = b.add(new MatMul(), x, Constant.of("w" + shape[0], weights));
    }
    return b.build(List.of("y"), List.of(x));
  }

  private static List<String> products(Graph graph) {
    return Subject.of(graph).stream()
        .map(
            s -> s.product() + " " + Math.round(s.share() * 3) + "/3 " + s.graph().results().size())
        .toList();
  }

  @Test
  void productsOfAModel() {
    assertEquals(List.of("f32 16x32 2/3 2", "f32 32x16 1/3 1"), products(model()));
    Graph half = new ToBf16().run(model(), Context.silent());
    assertEquals(List.of("bf16 16x32 2/3 2", "bf16 32x16 1/3 1"), products(half));
  }

  /** Every candidate must give the same bits. */
  @Test
  void attentionAloneIsSearched() throws Exception {
    Graph.Builder b = new Graph.Builder("model");
    List<Value> inputs = new ArrayList<>();
    for (String name : List.of("q", "k", "v")) {
      List<Dim> dims = List.of(Dim.symbol("b"), Dim.symbol("s"), Dim.of(2), Dim.of(20));
      inputs.add(b.param(name, new TensorType(DType.F32, dims)));
    }
    Graph model = b.build(List.of("y"), List.of(b.add(new Attention(0.25, 0), inputs)));
    Subject subject = Subject.of(model).get(0);
    assertEquals("attention", subject.toString());
    Race race = new Race(new int[] {40}, 3, 0.0001);
    Search search = new Search(subject, CpuLevel.V2, race, directory, () -> true, tile -> {});
    assertTrue(search.run(Tile.of(16, 16)));
    assertEquals(Knob.QUERIES.candidates().size(), search.candidates());
  }

  @Test
  void registersAreEnough() {
    for (CpuLevel level : List.of(CpuLevel.V2, CpuLevel.V3, CpuLevel.V4)) {
      List<Map<Knob, Integer>> tiles = Axis.of(level).get(0).settings();
      assertTrue(tiles.size() > 10, level + " " + tiles.size());
      for (Map<Knob, Integer> tile : tiles) {
        int vectors = tile.get(Knob.VECTORS);
        assertTrue((tile.get(Knob.ROWS) + 1) * vectors < level.registers(), tile::toString);
      }
    }
  }

  @Test
  void neighbours() {
    Axis axis = new Axis(List.of(0, 8, 16, 32).stream().map(v -> Map.of(Knob.AHEAD, v)).toList());
    Tile tile = Tile.of(32, 16);
    assertEquals(4, axis.from(tile).size());
    assertEquals(List.of(), axis.around(tile)); // 48 is not among the settings
    assertEquals(
        List.of(0, 8, 16),
        axis.around(tile.with(Map.of(Knob.AHEAD, 8))).stream().map(Tile::ahead).toList());
  }

  @Test
  void recordIsWrittenAndTakenUp() throws Exception {
    Path file = directory.resolve("record");
    Tuning first = tuner(file, 1 / 60.0).run(model(), List.of(CpuLevel.V2));
    assertEquals(first.toString(), Compiler.tuning(file).toString());
    List<String> entries =
        first.entries().stream().map(e -> e.level() + " " + e.product()).toList();
    assertEquals(List.of("v2 f32", "v2 f32 16x32", "v2 f32 32x16"), entries);
    assertFalse(first.entries().get(1).finished());
    Files.writeString(
        file,
        """
        v2 f32 16x32 {rows = 2} finished
        v2 f32 32x16 {rows = 2} finished
        """);
    List<String> said = new ArrayList<>();
    Tuner again = new Tuner(settings(file, 1), directory, said::add, Progress.NONE);
    assertEquals(Compiler.tuning(file), again.run(model(), List.of(CpuLevel.V2)));
    assertEquals(List.of("v2 f32 16x32: finished before", "v2 f32 32x16: finished before"), said);
  }

  private Tuner tuner(Path file, double minutes) throws Exception {
    return new Tuner(settings(file, minutes), directory, line -> {}, Progress.NONE);
  }

  private static Tuner.Settings settings(Path file, double minutes) {
    return new Tuner.Settings(file, "a test", List.of(5), minutes, true);
  }
}
