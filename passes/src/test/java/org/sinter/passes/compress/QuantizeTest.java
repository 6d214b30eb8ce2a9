package org.sinter.passes.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.QuantizeRows;
import org.sinter.passes.ColumnSums;
import org.sinter.passes.Context;
import org.sinter.passes.Remark;

class QuantizeTest {
  private static Tensor random(int seed, long rows, long columns) {
    Random random = new Random(seed);
    Tensor tensor = Tensor.allocate(DType.F32, rows, columns);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.set(i, random.nextGaussian());
    }
    return tensor;
  }

  /** Products one after the other by square weights of these names. */
  private static Graph graph(String... names) {
    Graph.Builder b = new Graph.Builder("g");
    Value x = b.param("x", TensorType.of(DType.F32, 1, 64));
    for (String name : names) {
      x = b.add(new MatMul(), x, Constant.of(name, random(name.length(), 64, 64)));
    }
    return b.build(List.of("y"), List.of(x));
  }

  private static Tensor codes(Tensor matrix, Blocks blocks, DType type) {
    float[] scales = new Scales(matrix, blocks, type).all();
    QuantizedElements elements = new QuantizedElements(matrix, blocks, scales, type);
    Tensor codes = Tensor.allocate(type, matrix.shape());
    for (int i = 0; i < codes.size(); i++) {
      codes.set(i, elements.integer(i));
    }
    return codes;
  }

  /** The largest of each column is 127 or -127, ties go to the even neighbour. */
  @Test
  void codesOfColumns() {
    Tensor w = Tensor.of(new float[] {127, -1, 0, -2.5f, 0.25f, 0, 3.5f, 0.003f, 0}, 3, 3);
    Tensor codes = codes(w, Blocks.columns(3, 3), DType.I8);
    long[] expected = {127, -127, 0, -2, 32, 0, 4, 0, 0};
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], codes.integer(i), "element " + i);
    }
  }

  /** Bands that are computed apart meet in the same blocks. */
  @Test
  void scalesOfManyRows() {
    Tensor w = random(5, 3000, 40);
    float[] columns = new float[40];
    float[] rows = new float[3000];
    for (int i = 0; i < w.size(); i++) {
      float x = Math.abs((float) w.real(i));
      columns[i % 40] = Math.max(columns[i % 40], x);
      rows[i / 40] = Math.max(rows[i / 40], x);
    }
    for (int i = 0; i < 40; i++) {
      columns[i] /= 127;
    }
    for (int i = 0; i < 3000; i++) {
      rows[i] /= 127;
    }
    Blocks byRow = new Blocks(3000, 40, 1, 40);
    assertArrayEquals(columns, new Scales(w, Blocks.columns(3000, 40), DType.I8).all());
    assertArrayEquals(rows, new Scales(w, byRow, DType.I8).all());
  }

  /** Within the range of the type, with less error than the largest element's scale leaves. */
  @Test
  void groupsOf4Bits() {
    Tensor w = random(6, 512, 30);
    Blocks blocks = new Blocks(512, 30, 32, 1);
    float[] scales = new Scales(w, blocks, DType.I4).all();
    QuantizedElements best = new QuantizedElements(w, blocks, scales, DType.I4);
    float[] plain = new float[scales.length];
    for (int i = 0; i < w.size(); i++) {
      int block = blocks.of(i);
      plain[block] = Math.max(plain[block], Math.abs((float) w.real(i)) / 7);
      assertTrue(best.integer(i) >= -8 && best.integer(i) <= 7);
    }
    QuantizedElements other = new QuantizedElements(w, blocks, plain, DType.I4);
    double error = Deviation.of(w, best::value).rms();
    assertTrue(error < 0.87 * Deviation.of(w, other::value).rms(), "rms " + error);
  }

  @Test
  void sumsOfColumns() {
    Tensor w = codes(random(7, 2000, 33), Blocks.columns(2000, 33), DType.I8);
    long[] expected = new long[33];
    for (int i = 0; i < w.size(); i++) {
      expected[i % 33] += w.integer(i);
    }
    assertArrayEquals(expected, new ColumnSums(w, 33).all());
  }

  @Test
  void everyWeightHasARemarkWithItsError() {
    List<Remark> remarks = remarks(new Quantize(), graph("w.0", "w.1"));
    assertEquals(2, remarks.size(), remarks.toString());
    assertTrue(remarks.get(0).applied());
    assertEquals(
        "w.0 in i8 with 64 scales: rms error 6.2e-03 of the weights'", remarks.get(0).reason());
  }

  private static List<Remark> remarks(Quantize pass, Graph graph) {
    List<Remark> remarks = new ArrayList<>();
    pass.run(graph, new Context("quantize", remarks::add));
    return remarks;
  }

  private static void left(Quantize pass, Graph graph, String reason) {
    assertSame(graph, pass.run(graph, Context.silent()));
    List<Remark> remarks = remarks(pass, graph);
    assertEquals(1, remarks.size(), remarks.toString());
    assertEquals(reason, remarks.get(0).reason());
    assertTrue(!remarks.get(0).applied());
  }

  private static Quantize except(String... patterns) {
    Quantize all = new Quantize();
    return new Quantize(
        all.weights(),
        all.activations(),
        all.embeddings(),
        all.group(),
        all.least(),
        List.of(patterns));
  }

  private static Graph byConstant(Tensor w) {
    Graph.Builder b = new Graph.Builder("g");
    long k = w.shape()[w.shape().length - 2];
    Value x = b.param("x", TensorType.of(w.type(), 1, k));
    return b.build(List.of("y"), List.of(b.add(new MatMul(), x, Constant.of("w", w))));
  }

  @Test
  void whatIsLeftIsExplained() {
    left(except("w*"), graph("w"), "w is among the exceptions");
    left(new Quantize(), byConstant(random(1, 8, 8)), "w has fewer than 4096 elements");
    left(new Quantize(), byConstant(random(1, 4, 2000)), "w has columns of 4, not 8 to 65536");
    Tensor several = random(1, 64, 64).reshape(4, 32, 32);
    left(new Quantize(), byConstant(several), "w is several matrices");
    left(new Quantize(), byConstant(Tensor.allocate(DType.F64, 64, 64)), "w is f64, not f32");
    Tensor broken = random(1, 64, 64);
    broken.set(77, Double.NaN);
    left(new Quantize(), byConstant(broken), "w holds numbers that are not finite");
    Quantize groups =
        new Quantize(DType.I4, Quantize.Activations.F32, DType.I4, 32, 4096, List.of());
    left(groups, byConstant(random(1, 40, 200)), "columns of w are no groups of 32");
  }

  @Test
  void attentionIsLeft() {
    Graph.Builder b = new Graph.Builder("g");
    Value x = b.param("x", TensorType.of(DType.F32, 1, 4, 2, 8));
    Value y = b.add(new Attention(1, 0), x, x, x);
    left(
        new Quantize(),
        b.build(List.of("y"), List.of(y)),
        "attention's products of two activations stay in f32");
  }

  /** Rows that several products read are quantized once. */
  @Test
  void sharedRows() {
    Graph.Builder b = new Graph.Builder("g");
    Value x = b.param("x", TensorType.of(DType.F32, 1, 64));
    Value one = b.add(new MatMul(), x, Constant.of("u", random(1, 64, 64)));
    Value two = b.add(new MatMul(), x, Constant.of("v", random(2, 64, 64)));
    Graph graph = new Quantize().run(b.build(List.of("y", "z"), List.of(one, two)), silent());
    long rows = graph.nodes().stream().filter(n -> n.op() instanceof QuantizeRows).count();
    assertEquals(1, rows);
  }

  private static Context silent() {
    return Context.silent();
  }

  @Test
  void optionsThatDoNotFit() {
    refused("weights are i64, expected i8, i4 or f32", DType.I64, DType.I8, 32);
    refused("embeddings are f16, expected", DType.I8, DType.F16, 32);
    refused("group is 12, expected 8, 16", DType.I8, DType.I8, 12);
  }

  private static void refused(String message, DType weights, DType embeddings, int group) {
    var rows = Quantize.Activations.I8_PER_ROW;
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Quantize(weights, rows, embeddings, group, 1, List.of()));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }
}
