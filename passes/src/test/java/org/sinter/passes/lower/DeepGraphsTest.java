package org.sinter.passes.lower;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Transpose;

/** Code stays small, and lowering fast, whatever a graph repeats. */
class DeepGraphsTest {
  private interface Step {
    Value apply(Graph.Builder b, Value x);
  }

  private static void lowers(int count, TensorType type, Step step) {
    Graph.Builder b = new Graph.Builder("deep");
    Value x = b.param("x", type);
    for (int i = 0; i < count; i++) {
      x = step.apply(b, x);
    }
    Graph graph = b.build(List.of("y"), List.of(x));
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> LowerToKernels.run(graph, List.of(Tile.of(16, 16))));
  }

  @Test
  void sumsOfTheSameValue() {
    lowers(60, TensorType.of(DType.F32, 4, 8), (b, x) -> new Formula(b).add(x, x));
  }

  @Test
  void gathersOfThemselves() {
    lowers(60, TensorType.of(DType.I64, 8), (b, x) -> b.add(new Gather(0), x, x));
  }

  @Test
  void conversionsToAndFro() {
    lowers(
        6000,
        TensorType.of(DType.F32, 4, 8),
        (b, x) -> b.add(new Convert(x.type().dtype() == DType.F32 ? DType.F16 : DType.F32), x));
  }

  @Test
  void transposesToAndFro() {
    lowers(6000, TensorType.of(DType.F32, 4, 8), (b, x) -> b.add(new Transpose(List.of(1, 0)), x));
  }

  @Test
  void epiloguesThatDouble() {
    Value[] product = new Value[1];
    lowers(
        30,
        TensorType.of(DType.F32, 8, 8),
        (b, x) -> {
          product[0] = product[0] == null ? new Formula(b).matMul(x, x) : product[0];
          product[0] = new Formula(b).add(product[0], product[0]);
          return product[0];
        });
  }

  @Test
  void indicesThatGrow() {
    lowers(
        60,
        TensorType.of(DType.F32, 4, 6),
        (b, x) ->
            new Formula(b)
                .reshape(b.add(new Transpose(List.of(1, 0)), x), List.of(Dim.of(4), Dim.of(6))));
  }

  @Test
  void reshapesInARow() {
    lowers(
        6000,
        TensorType.of(DType.F32, 4, 6),
        (b, x) ->
            b.add(
                new Reshape(
                    x.type().dim(0).is(4)
                        ? List.of(Dim.of(6), Dim.of(4))
                        : List.of(Dim.of(4), Dim.of(6))),
                x));
  }
}
