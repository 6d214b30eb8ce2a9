package org.sinter.cli.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sinter.cli.bench.Shape;
import org.sinter.frontend.text.IrReader;
import org.sinter.ir.Graph;
import org.sinter.passes.Pass;
import org.sinter.passes.Pipeline;
import org.sinter.passes.compress.ToBf16;
import org.sinter.passes.graph.Canonicalize;
import org.sinter.passes.graph.RaiseSilu;

/** What passes did, as numbers and as text. */
class ExplainTest {
  private static final String MODEL =
      """
      graph(%x: f32[batch, seq, 2]) {
        %w = constant {values = [1.0, 2.0, 3.0, 4.0]} : f32[2, 2]
        %v = constant {values = [1.0, 2.0, 3.5, 4.0]} : f32[2, 2]
        %0 = transpose {perm = [1, 0, 2]} %x : f32[seq, batch, 2]
        %1 = transpose {perm = [1, 0, 2]} %0 : f32[batch, seq, 2]
        %2 = mat-mul %1 %w : f32[batch, seq, 2]
        %3 = mat-mul %2 %v : f32[batch, seq, 2]
        return %3 as y
      }
      """;

  private static Explanation explain(Map<String, Long> shape, List<Pass<Graph>> passes) {
    Graph graph = IrReader.graph("m.ir", MODEL);
    Explainer explainer = new Explainer(graph, Sizes.of(graph, shape));
    new Pipeline<>("p", passes).watchedBy(explainer).run(graph, explainer.context());
    return explainer.explanation("m.ir", "p");
  }

  private static Explanation explain() {
    return explain(
        Map.of("seq", 10L),
        List.of(new Canonicalize(), new RaiseSilu(), new ToBf16(List.of("v"), true)));
  }

  @Test
  void numbersAreOfTheShape() {
    Explanation e = explain();
    assertEquals("batch=1, seq=10", e.sizes().toString());
    assertEquals(4, e.read().nodes());
    assertEquals(2 * 2 * (10 * 2 * 2), e.read().flops());
    assertEquals(4 * 10 * 2 * 4, e.read().activationBytes());
    assertEquals(8, e.read().parameters());
    assertEquals(32, e.read().weightBytes());
    assertEquals(24, e.last().weightBytes());
    assertEquals(Map.of("transpose", -2), e.read().changes(e.steps().get(0).after()));
  }

  @Test
  void rulesAreNamedAndCounted() {
    Explanation e = explain();
    List<Finding> fired = e.steps().get(0).fired();
    assertEquals(1, fired.size(), fired.toString());
    assertEquals(1, fired.get(0).count());
    assertTrue(fired.get(0).what().matches("[a-z]+: [a-z-]+"), fired.get(0).what());
    Deed bf16 = e.steps().get(2);
    assertEquals("rounded", bf16.fired().get(0).what());
    assertEquals("among the exceptions", bf16.left().get(0).what());
    assertEquals("to-bf16 {except = [\"v\"], embeddings = true}", bf16.text());
  }

  @Test
  void textNamesWhatWasDoneAndWhatNot() {
    String text = ExplainText.of(explain(), true);
    assertTrue(text.contains("weights  32 B → 24 B (75 %)"), text);
    assertTrue(text.contains("nothing to do: raise-silu"), text);
    assertTrue(text.contains("1 × left: among the exceptions"), text);
    assertTrue(text.contains("mat-mul: v is among the exceptions"), text);
    assertTrue(ExplainText.of(explain(Map.of(), List.of()), false).contains("as read"));
  }

  @Test
  void jsonHasEveryStep() {
    Map<String, Object> json = explain().json();
    assertEquals(3, ((List<?>) json.get("steps")).size());
    assertEquals(24L, ((Map<?, ?>) json.get("result")).get("weightBytes"));
  }

  @Test
  void whatIsCompiledIsCountedAtBothEnds() {
    Kernels read = new Kernels(10, 4, 2_000_000, 1_000);
    Kernels last = new Kernels(5, 3, 500_000, 1_000);
    assertEquals(
        "as compiled: 10 calls of kernels → 5 (50 %), 2.0 MB touched → 500 kB (25 %),"
            + " 1.0 kB arena → 1.0 kB (100 %)",
        read.to(last));
  }

  @Test
  void unknownSymbolsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> explain(Map.of("sq", 1L), List.of()));
    assertThrows(IllegalArgumentException.class, () -> Shape.values("seq"));
  }

  @Test
  void namesThatDifferInANumberAreOne() {
    assertEquals(
        List.of("l.{0-2,5}.w", "m", "a1b2", "a2b3"),
        Places.compact(List.of("l.0.w", "l.1.w", "l.2.w", "m", "l.5.w", "a1b2", "a2b3", "m")));
  }
}
