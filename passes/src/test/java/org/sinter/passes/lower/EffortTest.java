package org.sinter.passes.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Program;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Slice;

class EffortTest {
  private static final Dim N = Dim.symbol("n");

  private static Program.Work only(Graph.Builder b, Value result) {
    Graph graph = b.build(List.of("y"), List.of(result));
    Program program = LowerToKernels.run(graph, List.of(Tile.of(32, 16))).get(0);
    assertEquals(1, program.calls().size(), program.toString());
    return program.calls().get(0).work();
  }

  private static TensorType type(Dim... dims) {
    return new TensorType(DType.F32, List.of(dims));
  }

  @Test
  void productCountsMultiplyAddsAndWeightsWithItsEpilogue() {
    Graph.Builder b = new Graph.Builder("g");
    Value x = b.param("x", type(N, Dim.of(3)));
    Value w = Constant.of("w", Tensor.of(new float[6], 3, 2));
    Value bias = Constant.of("b", Tensor.of(new float[] {1, 2}, 2));
    Value y = b.add(new Combine(Binary.Function.ADD), b.add(new MatMul(), x, w), bias);
    Program.Work work = only(b, y);
    assertEquals(N.times(12), work.flops());
    assertEquals(Dim.of(24 + 8), work.weightBytes());
    assertEquals(N.times(4 * 3 + 4 * 2).plus(32), work.bytes());
  }

  @Test
  void partsOfAValueCountTogetherNoMoreThanAllOfIt() {
    Graph.Builder b = new Graph.Builder("g");
    Value x = b.param("x", type(N, Dim.of(6)));
    Value first = part(b, x, 0, 2);
    Value last = part(b, x, 4, 2);
    Program.Work some = only(b, b.add(new Combine(Binary.Function.ADD), first, last));
    assertEquals(N.times(4 * (2 + 2) + 4 * 2), some.bytes());
    Graph.Builder c = new Graph.Builder("g");
    Value z = c.param("x", type(N, Dim.of(6)));
    Value most = part(c, z, 0, 4);
    Program.Work all = only(c, c.add(new Combine(Binary.Function.ADD), most, part(c, z, 1, 4)));
    assertEquals(4 * (6 + 4) * 5, all.bytes().evaluate(name -> 5));
  }

  private static Value part(Graph.Builder b, Value x, long from, long size) {
    List<Dim> starts = List.of(Dim.ZERO, Dim.of(from));
    return b.add(new Slice(starts, List.of(N, Dim.of(size)), List.of(1L, 1L)), x);
  }

  @Test
  void attentionCountsScoresAndWeightedValues() {
    Graph.Builder b = new Graph.Builder("g");
    Dim keys = Dim.symbol("keys");
    Value q = b.param("q", type(Dim.of(2), N, Dim.of(4), Dim.of(8)));
    Value k = b.param("k", type(Dim.of(2), keys, Dim.of(4), Dim.of(8)));
    Value v = b.param("v", type(Dim.of(2), keys, Dim.of(4), Dim.of(16)));
    Program.Work work = only(b, b.add(new Attention(1, 0), q, k, v));
    assertEquals(2 * 2 * 4 * (8 + 16) * 35, work.flops().evaluate(s -> s.equals("n") ? 5 : 7));
  }

  @Test
  void causalAttentionCountsWhatIsSeen() {
    assertEquals(1 + 2 + 3 + 4 + 5, seen(null, 5, 5));
    assertEquals(3 + 4 + 5 + 6 + 7, seen(null, 5, 7));
    assertEquals(1 + 2 + 3, seen(null, 5, 3));
    assertEquals(5 * 2, seen(2L, 5, 7));
  }

  private static long seen(Long window, long queries, long keys) {
    Graph.Builder b = new Graph.Builder("g");
    Value q = b.param("q", type(Dim.ONE, Dim.of(queries), Dim.ONE, Dim.of(1)));
    Value k = b.param("k", type(Dim.ONE, Dim.of(keys), Dim.ONE, Dim.of(1)));
    Value v = b.param("v", type(Dim.ONE, Dim.of(keys), Dim.ONE, Dim.of(1)));
    Attention causal = new Attention(1, 0, Double.NEGATIVE_INFINITY, window);
    return only(b, b.add(causal, q, k, v)).flops().value() / 4;
  }

  /** Of 96 rows of weights each fourth is not zero: 24 rows of 48, their index, two starts. */
  @Test
  void whatIsZeroCountsForNothing() {
    Graph.Builder b = new Graph.Builder("g");
    Value x = b.param("x", type(N, Dim.of(96)));
    Tensor weights = Tensor.allocate(DType.F32, 96, 48);
    for (int i = 0; i < weights.size(); i++) {
      weights.set(i, i / 48 % 4 == 0 ? 1.0 : 0.0);
    }
    Value y = b.add(new MatMul(), x, Constant.of("w", weights));
    Program.Work work = only(b, y);
    assertEquals(N.times(2 * 24 * 48), work.flops());
    assertEquals(Dim.of(24 * 48 * 4 + 24 * 2 + 2 * 4), work.weightBytes());
  }
}
