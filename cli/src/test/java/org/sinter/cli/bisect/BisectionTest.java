package org.sinter.cli.bisect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sinter.codegen.jar.Progress;
import org.sinter.frontend.text.PipelineReader;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Param;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.text.PipelineText;
import org.sinter.passes.Context;
import org.sinter.passes.Divisible.Unit;
import org.sinter.passes.Pass;
import org.sinter.passes.compress.ToBf16;
import org.sinter.passes.graph.Canonicalize;

/** The steps of a bisection, with a loss that is known for each weight. */
class BisectionTest {
  private static final List<String> NAMES = List.of("h.0.a", "h.0.b", "h.1.a", "h.1.b", "head");

  private static Graph graph() {
    Graph.Builder b = new Graph.Builder("g");
    Param x = b.param("x", TensorType.of(DType.F32, 1, 2));
    Value at = x;
    for (String name : NAMES) {
      Tensor w = Tensor.of(new float[] {1, 2, 3, name.hashCode()}, 2, 2);
      at = b.add(new MatMul(), at, Constant.of(name, w));
    }
    return b.build(List.of("y"), List.of(at));
  }

  /** Losses of weights in bf16 add. */
  private static Verdict bisect(Map<String, Double> losses, List<Pass<Graph>> passes, int most)
      throws Exception {
    Loss loss =
        graph ->
            graph.constants().stream()
                .filter(c -> c.type().dtype() == DType.BF16)
                .mapToDouble(c -> losses.getOrDefault(c.name(), 0.001))
                .sum();
    return new Bisection("loss", loss, null, most, 2, Context.silent(), Progress.NONE)
        .of(graph(), passes);
  }

  @Test
  void theWorstComesFirst() throws Exception {
    Verdict verdict =
        bisect(Map.of("h.1.b", 0.5, "h.0.a", 0.1), List.of(new Canonicalize(), new ToBf16()), 9);
    assertEquals("to-bf16", verdict.worst().pass().name());
    assertEquals(0.603, verdict.loss(), 1e-9);
    assertEquals(
        List.of("h.1", "h.0", "head"), verdict.layers().stream().map(PartLoss::name).toList());
    assertEquals(
        List.of("h.1.b", "h.0.a"),
        verdict.weights().stream().map(PartLoss::name).limit(2).toList());
    assertEquals(4, verdict.weights().size());
    assertEquals(List.of("h.1.b"), verdict.exceptions().stream().map(PartLoss::name).toList());
    assertEquals(0.103, verdict.remaining(), 1e-9);
    assertEquals(List.of(new Canonicalize(), new ToBf16(List.of("h.1.b"), true)), verdict.better());
  }

  /** What was asked for keeps its words. */
  @Test
  void thePipelineIsWrittenAsItWasGiven() throws Exception {
    PipelineText shipped =
        PipelineReader.read("s", "pipeline base = canonicalize\npipeline both = base, to-bf16");
    List<Pass<Graph>> passes = List.of(new Canonicalize(), new ToBf16());
    Verdict verdict = bisect(Map.of("h.1.b", 0.5, "h.0.a", 0.1), passes, 9);
    for (String given : List.of("base, to-bf16", "both")) {
      PipelineText text = PipelineReader.read("p", "pipeline own = " + given).over(shipped);
      String written = BisectText.pipeline(verdict, text, shipped);
      assertTrue(written.endsWith("\npipeline own = base, to-bf16 {except = [h.1.b]}\n"), written);
    }
    Verdict none = bisect(Map.of(), List.of(new Canonicalize()), 3);
    PipelineText text = PipelineReader.read("p", "pipeline own = base").over(shipped);
    assertTrue(BisectText.pipeline(none, text, shipped).endsWith("\npipeline own = base\n"));
  }

  @Test
  void noMoreWeightsAreMeasuredThanAsked() throws Exception {
    Verdict verdict = bisect(new HashMap<>(), List.of(new ToBf16()), 3);
    assertEquals(3, verdict.weights().size());
    assertEquals(2, verdict.exceptions().size());
  }

  @Test
  void withoutLossNothingIsDivided() throws Exception {
    Verdict verdict = bisect(Map.of(), List.of(new Canonicalize()), 3);
    assertNull(verdict.worst());
    assertTrue(BisectText.of(verdict).contains("no pass loses anything"));
  }

  @Test
  void layersAreWhatStandsBeforeTheFirstNumber() {
    List<Unit> units =
        List.of(
            new Unit("onnx::MatMul_1", "/encoder/layer.3/output/MatMul"),
            new Unit("h.12.attn.w", ""),
            new Unit("w", "/pooler/dense/Gemm"),
            new Unit("conv2.weight", ""));
    assertEquals(
        List.of("/encoder/layer.3", "h.12", "/pooler", "conv2"),
        List.copyOf(Layer.of(units).keySet()));
  }
}
