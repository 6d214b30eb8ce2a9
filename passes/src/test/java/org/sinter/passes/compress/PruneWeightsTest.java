package org.sinter.passes.compress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.op.MatMul;
import org.sinter.passes.Context;
import org.sinter.passes.Remark;
import org.sinter.passes.Statistics;
import org.sinter.passes.compress.PruneWeights.Pattern;
import org.sinter.passes.compress.PruneWeights.Saliency;

class PruneWeightsTest {
  private static final float[] WEIGHTS = {1, 1, 2, 2, 3, 3, 4, 4};

  private static PruneWeights half(Saliency saliency) {
    return new PruneWeights(0.5, Pattern.BLOCKS, 4, 1, 2, saliency, 1, List.of());
  }

  private static Graph graph() {
    Graph.Builder b = new Graph.Builder("g");
    Constant w = Constant.of("w", Tensor.of(WEIGHTS, 4, 2));
    Value y = b.add(new MatMul(), b.param("x", TensorType.of(DType.F32, 3, 4)), w);
    return b.build(List.of("y"), List.of(y));
  }

  private static List<Double> weights(Graph graph) {
    Constant w = graph.constants().iterator().next();
    List<Double> all = new ArrayList<>();
    for (int i = 0; i < 8; i += 2) {
      all.add(w.elements().real(i));
    }
    return all;
  }

  @Test
  void theLargestStay() {
    Graph pruned = half(Saliency.MAGNITUDE).run(graph(), Context.silent());
    assertEquals(List.of(0.0, 0.0, 3.0, 4.0), weights(pruned));
  }

  /** The last row meets activations of a thousandth. */
  @Test
  void whatIsMultipliedBySmallActivationsGoes() {
    Statistics x =
        new Statistics(
            1, new float[4], new float[4], new double[4], new double[] {1, 1, 1, 1e-6}, null);
    Context context =
        Context.silent().with((graph, values, detail) -> Map.of(values.iterator().next(), x));
    Graph pruned = half(Saliency.ACTIVATIONS).run(graph(), context);
    assertEquals(List.of(0.0, 2.0, 3.0, 0.0), weights(pruned));
  }

  @Test
  void activationsNeedData() {
    assertThrows(
        CompileException.class,
        () -> half(Saliency.ACTIVATIONS).run(graph(), Context.silent().in("prune-weights")));
  }

  @Test
  void errorIsTold() {
    List<Remark> remarks = new ArrayList<>();
    half(Saliency.MAGNITUDE).run(graph(), new Context("prune-weights", remarks::add));
    String said = remarks.get(0).reason();
    assertTrue(said.startsWith("w: 50.0 % are zero, in blocks of 1x2: rms error 4.1e-01"), said);
    assertTrue(said.endsWith("a product reads all, which is faster than to skip these"), said);
  }

  @Test
  void whatIsSkippedIsTold() {
    Graph.Builder b = new Graph.Builder("g");
    Tensor w = Tensor.allocate(DType.F32, 96, 96);
    for (int i = 0; i < w.size(); i++) {
      w.set(i, 1 + i / 96 % 7 * i / 16 % 11);
    }
    Value x = b.param("x", TensorType.of(DType.F32, 3, 96));
    Value y = b.add(new MatMul(), x, Constant.of("w", w));
    List<Remark> remarks = new ArrayList<>();
    new PruneWeights().run(b.build(List.of("y"), List.of(y)), new Context("p", remarks::add));
    String said = remarks.get(0).reason();
    assertTrue(said.endsWith("; a product reads 20.0 %"), said);
  }

  @ParameterizedTest
  @CsvSource({"-0.1, 4, 1", "1.0, 4, 1", "NaN, 4, 1", "0.5, 3, 1", "0.5, 4, 0", "0.5, 4, 99999"})
  void badOptions(double sparsity, int of, int width) {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new PruneWeights(
                sparsity, Pattern.N_OF_M, of, 1, width, Saliency.MAGNITUDE, 1, List.of()));
  }
}
