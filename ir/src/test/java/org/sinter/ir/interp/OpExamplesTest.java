package org.sinter.ir.interp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.sinter.ir.interp.Examples.f32;
import static org.sinter.ir.interp.Examples.i64;
import static org.sinter.ir.interp.Examples.of;
import static org.sinter.ir.interp.Examples.shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Tensor;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Apply;
import org.sinter.ir.op.ArgReduce;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.Bitcast;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Composite;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.CumulativeSum;
import org.sinter.ir.op.Dims;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.GatherElements;
import org.sinter.ir.op.GatherNd;
import org.sinter.ir.op.Gelu;
import org.sinter.ir.op.Iota;
import org.sinter.ir.op.LayerNorm;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Pad;
import org.sinter.ir.op.Primitive;
import org.sinter.ir.op.Procedural;
import org.sinter.ir.op.QuantizeRows;
import org.sinter.ir.op.RaggedAttention;
import org.sinter.ir.op.Reduce;
import org.sinter.ir.op.Reducer;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.RmsNorm;
import org.sinter.ir.op.Rotary;
import org.sinter.ir.op.ScatterElements;
import org.sinter.ir.op.ScatterNd;
import org.sinter.ir.op.Silu;
import org.sinter.ir.op.Slice;
import org.sinter.ir.op.Softmax;
import org.sinter.ir.op.TopK;
import org.sinter.ir.op.Transpose;
import org.sinter.ir.op.Where;
import org.sinter.ir.op.Windows;

/** One small run by hand for each op. */
class OpExamplesTest {
  private record Example(Op op, List<Tensor> inputs, List<Tensor> results) {}

  private final List<Example> examples = new ArrayList<>();

  private void example(Op op, Tensor result, Tensor... inputs) {
    examples.add(new Example(op, List.of(inputs), List.of(result)));
  }

  private static final double INF = Double.POSITIVE_INFINITY;

  private static Tensor bool(double... values) {
    return of(DType.BOOL, shape(values.length), values);
  }

  private static Tensor vector(double... values) {
    return f32(shape(values.length), values);
  }

  private static Tensor longs(double... values) {
    return i64(shape(values.length), values);
  }

  private static List<Dim> dims(long... values) {
    return Arrays.stream(values).mapToObj(Dim::of).toList();
  }

  private void elementwise() {
    example(new Apply(Unary.Function.EXP), vector(1, Math.E), vector(0, 1));
    example(new Apply(Unary.Function.ROUND), vector(2, -2, 4), vector(2.5, -1.5, 3.6));
    example(new Apply(Unary.Function.NOT), bool(1, 0), bool(0, 1));
    example(new Apply(Unary.Function.SIGN), longs(-1, 0, 1), longs(-7, 0, 9));
    example(
        new Apply(Unary.Function.BIT_NOT), of(DType.U8, shape(1), 250), of(DType.U8, shape(1), 5));
    Tensor a = longs(7, -7, 7, 1);
    Tensor b = longs(2, 2, -2, 0);
    example(new Combine(Binary.Function.DIV), longs(3, -3, -3, 0), a, b);
    example(new Combine(Binary.Function.FLOOR_DIV), longs(3, -4, -4, 0), a, b);
    example(new Combine(Binary.Function.MOD), longs(1, 1, -1, 0), a, b);
    example(new Combine(Binary.Function.REM), longs(1, -1, 1, 0), a, b);
    example(new Combine(Binary.Function.LE), bool(0, 1, 0, 0), a, b);
    example(
        new Combine(Binary.Function.MAX),
        vector(Double.NaN, 3),
        vector(Double.NaN, 1),
        f32(shape(1), 3));
    example(
        new Combine(Binary.Function.ADD),
        of(DType.I8, shape(1), -128),
        of(DType.I8, shape(1), 127),
        of(DType.I8, shape(1), 1));
    example(new Where(), vector(1, 20), bool(1, 0), vector(1, 2), vector(10, 20));
    example(new Convert(DType.I32), of(DType.I32, shape(2), -1, 0), vector(-1.9, Double.NaN));
    example(new Convert(DType.U8), of(DType.U8, shape(3), 0, 255, 3), vector(-5, 300, 3.7));
    example(new Convert(DType.I8), of(DType.I8, shape(2), -56, 1), longs(200, 257));
    example(
        new Convert(DType.F8E4M3FN, false),
        of(DType.F8E4M3FN, shape(2), Double.NaN, 16),
        vector(1000, 16.9));
    example(new Bitcast(DType.I32), of(DType.I32, shape(1), 0x3f800000), vector(1));
    example(new Bitcast(DType.U16), of(DType.U16, shape(1), 0xc000), of(DType.F16, shape(1), -2));
    example(new Bitcast(DType.F64), of(DType.F64, shape(1), 2), longs(1L << 62));
  }

  private void shapes() {
    Tensor x = f32(shape(2, 3), 1, 2, 3, 4, 5, 6);
    example(new Transpose(List.of(1, 0)), f32(shape(3, 2), 1, 4, 2, 5, 3, 6), x);
    example(new Reshape(dims(3, 2)), f32(shape(3, 2), 1, 2, 3, 4, 5, 6), x);
    example(new Expand(dims(2, 2)), f32(shape(2, 2), 1, 1, 2, 2), f32(shape(2, 1), 1, 2));
    example(new Slice(dims(1, 2), dims(1, 2), List.of(1L, -2L)), f32(shape(1, 2), 6, 4), x);
    example(
        new Pad(dims(0, 1), dims(1, -1)),
        f32(shape(3, 3), 9, 1, 2, 9, 4, 5, 9, 9, 9),
        x,
        f32(shape(), 9));
    example(new Concat(1), f32(shape(1, 3), 1, 2, 3), f32(shape(1, 2), 1, 2), f32(shape(1, 1), 3));
    example(
        new Windows(List.of(2L), List.of(1L), List.of(2L)),
        f32(shape(2, 2), 1, 3, 2, 4),
        vector(1, 2, 3, 4));
    example(new Fill(DType.I64, dims(2), 7), longs(7, 7));
    example(new Iota(DType.F32, Dim.of(3)), vector(0, 1, 2));
    example(new Dims(dims(5, 6)), longs(5, 6));
    example(new Reduce(Reducer.SUM, List.of(0), false), vector(5, 7, 9), x);
    example(new Reduce(Reducer.MAX, List.of(-1), true), f32(shape(2, 1), 3, 6), x);
    example(new Reduce(Reducer.PROD, List.of(0, 1), false), f32(shape(), 720), x);
    example(new Reduce(Reducer.MIN, List.of(0), true), vector(INF), f32(shape(0)));
    example(new Reduce(Reducer.AND, List.of(0), true), bool(0), bool(1, 0));
    example(
        new MatMul(),
        f32(shape(1, 2, 1), 14, 32),
        f32(shape(1, 2, 3), 1, 2, 3, 4, 5, 6),
        f32(shape(3, 1), 1, 2, 3));
  }

  private void indexed() {
    Tensor x = f32(shape(2, 3), 1, 2, 3, 4, 5, 6);
    example(new Gather(1), f32(shape(2, 2), 3, 1, 6, 4), x, longs(-1, 0));
    example(new GatherElements(0), f32(shape(1, 3), 4, 2, 6), x, i64(shape(1, 3), 1, 0, -1));
    example(new GatherNd(0), vector(6, 1), x, i64(shape(2, 2), 1, 2, 0, 0));
    example(new GatherNd(1), vector(3, 4), x, i64(shape(2, 1), 2, -3));
    example(
        new ScatterElements(1, null),
        f32(shape(2, 3), 1, 2, 9, 8, 5, 6),
        x,
        i64(shape(2, 1), 2, 0),
        f32(shape(2, 1), 9, 8));
    example(
        new ScatterElements(0, Reducer.SUM),
        vector(1, 2, 13),
        vector(1, 2, 3),
        longs(-1, 2),
        vector(4, 6));
    example(
        new ScatterNd(null),
        f32(shape(2, 3), 1, 2, 3, 7, 8, 9),
        x,
        i64(shape(1, 1), 1),
        f32(shape(1, 3), 7, 8, 9));
    example(
        new ScatterNd(Reducer.MAX),
        vector(1, 5),
        vector(1, 4),
        i64(shape(2, 1), 1, 1),
        vector(3, 5));
    example(
        new ArgReduce(1, true, false), i64(shape(2, 1), 2, 0), f32(shape(2, 3), 1, 2, 3, 4, 4, 4));
    example(new ArgReduce(0, false, true), longs(2), vector(1, 2, 1));
    example(new CumulativeSum(0, false, false), vector(1, 3, 6), vector(1, 2, 3));
    example(new CumulativeSum(0, true, false), vector(0, 1, 3), vector(1, 2, 3));
    example(new CumulativeSum(0, false, true), vector(6, 5, 3), vector(1, 2, 3));
    example(new CumulativeSum(0, true, true), vector(5, 3, 0), vector(1, 2, 3));
    examples.add(
        new Example(
            new TopK(0, Dim.of(3), true),
            List.of(vector(1, 5, 5, 2)),
            List.of(vector(5, 5, 2), longs(1, 2, 3))));
    examples.add(
        new Example(
            new TopK(1, Dim.of(1), false),
            List.of(f32(shape(2, 2), 3, 1, 2, 2)),
            List.of(f32(shape(2, 1), 1, 2), i64(shape(2, 1), 1, 0))));
  }

  /**
   * Ties to even; the largest are 127 steps off zero; rows that are no numbers, rows of nothing.
   */
  private void quantized() {
    float least = 1e-30f;
    double[] x = {
      127,
      -127,
      2.5,
      -0.5,
      1e4,
      1,
      -50,
      0,
      0,
      -0.0,
      0,
      0,
      1e-31,
      -1e-38,
      1e-45,
      0,
      Double.NaN,
      1,
      2,
      3,
      1,
      Double.NEGATIVE_INFINITY,
      2,
      Float.MAX_VALUE,
      least,
      -least,
      0,
      least / 2,
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      1,
      0
    };
    double[] q = {
      255, 1, 130, 128,
      255, 128, 127, 128,
      128, 128, 128, 128,
      128, 128, 128, 128,
      128, 128, 128, 128,
      128, 128, 128, 128,
      255, 1, 128, 192,
      255, 1, 128, 128
    };
    double[] s = {1, 1e4f / 127, 0, 0, Double.NaN, Double.NaN, least / 127, Float.MAX_VALUE / 127};
    examples.add(
        new Example(
            new QuantizeRows(),
            List.of(f32(shape(2, 4, 4), x)),
            List.of(Examples.of(DType.U8, shape(2, 4, 4), q), f32(shape(2, 4, 1), s))));
  }

  private void composites() {
    example(new Softmax(0), vector(0.25, 0.75), vector(Math.log(1), Math.log(3)));
    example(new Silu(), vector(0, 0.7310585786), vector(0, 1));
    example(new Gelu(Gelu.Form.ERF), vector(0.8413447461, -0.1586552539), vector(1, -1));
    example(new Gelu(Gelu.Form.TANH), vector(0.8411919906), vector(1));
    example(new Gelu(Gelu.Form.SIGMOID), vector(0.8457957659), vector(1));
    example(
        new LayerNorm(1),
        f32(shape(1, 2), -2 / Math.sqrt(2) + 5, 3 / Math.sqrt(2) + 6),
        f32(shape(1, 2), 1, 3),
        vector(2, 3),
        vector(5, 6));
    example(
        new RmsNorm(3),
        f32(shape(1, 2), 0.25, 1.75),
        f32(shape(1, 2), 1, 5).reshape(1, 2),
        vector(1, 1.4));
    example(
        new Rotary(false),
        vector(1 * 0 - 3 * 1, 2 * 1 - 4 * 0, 3 * 0 + 1 * 1, 4 * 1 + 2 * 0, 5),
        vector(1, 2, 3, 4, 5),
        vector(0, 1),
        vector(1, 0));
    example(new Rotary(true), vector(-2, 1, 3, 4), vector(1, 2, 3, 4), vector(0, 1), vector(1, 0));
    example(
        new Attention(1, 0),
        f32(shape(1, 1, 1, 1), 0.25 * 10 + 0.75 * 20),
        f32(shape(1, 1, 1, 1), 1),
        f32(shape(1, 2, 1, 1), 0, Math.log(3)),
        f32(shape(1, 2, 1, 1), 10, 20));
    example(
        new RaggedAttention(new Attention(1, 0), Dim.of(2)),
        f32(shape(3, 1, 1), 0.25 * 10 + 0.75 * 20, 20, 40),
        f32(shape(3, 1, 1), 1, 1000, 3),
        f32(shape(3, 1, 1), 0, Math.log(3), 9),
        f32(shape(3, 1, 1), 10, 20, 40),
        i64(shape(3), 0, 2, 3));
  }

  private List<Example> all() {
    elementwise();
    shapes();
    indexed();
    composites();
    quantized();
    return examples;
  }

  @TestFactory
  Stream<DynamicTest> examples() {
    return all().stream().map(e -> dynamicTest(e.op().toString(), () -> check(e)));
  }

  private static void check(Example e) {
    List<Tensor> found = Examples.run(e.op(), e.inputs().toArray(Tensor[]::new));
    assertEquals(e.results().size(), found.size());
    for (int i = 0; i < found.size(); i++) {
      assertEquals(e.results().get(i).type(), found.get(i).type());
      assertArrayEquals(e.results().get(i).shape(), found.get(i).shape());
      assertArrayEquals(Examples.reals(e.results().get(i)), Examples.reals(found.get(i)), 2e-6);
    }
  }

  /** {@link ProceduresTest} runs the remaining ops, which need a measured symbol. */
  @Test
  void everyOpHasAnExample() {
    Set<String> missing = new HashSet<>();
    for (Class<?> kind : List.of(Primitive.class, Composite.class, Procedural.class)) {
      for (Class<?> op : kind.getPermittedSubclasses()) {
        missing.add(op.getSimpleName());
      }
    }
    all().forEach(e -> missing.remove(e.op().getClass().getSimpleName()));
    assertEquals(Set.of("NonZero", "TokenRows"), missing);
  }
}
