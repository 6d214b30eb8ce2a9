package org.sinter.ir.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.sinter.ir.Constraints;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Unary;

/** What ops refuse, and the constraints that they leave. */
class InferTest {
  private final List<DynamicTest> tests = new ArrayList<>();

  private void refuses(Op op, String message, TensorType... in) {
    tests.add(
        dynamicTest(
            op + " of " + Arrays.toString(in),
            () -> {
              Exception e =
                  assertThrows(
                      IllegalArgumentException.class,
                      () -> op.infer(List.of(in), new Constraints()));
              assertTrue(e.getMessage().contains(message), e.getMessage());
            }));
  }

  private static TensorType f32(long... dims) {
    return TensorType.of(DType.F32, dims);
  }

  private static TensorType i64(long... dims) {
    return TensorType.of(DType.I64, dims);
  }

  private static List<Dim> dims(long... values) {
    return Arrays.stream(values).mapToObj(Dim::of).toList();
  }

  @TestFactory
  Stream<DynamicTest> elementwise() {
    refuses(new Apply(Unary.Function.EXP), "EXP of i64[2]", i64(2));
    refuses(new Apply(Unary.Function.NOT), "NOT of f32[2]", f32(2));
    refuses(new Apply(Unary.Function.BIT_NOT), "BIT_NOT of f32[2]", f32(2));
    refuses(new Apply(Unary.Function.ABS), "expected 1 inputs, found 2", f32(2), f32(2));
    refuses(new Combine(Binary.Function.ADD), "element types differ", f32(2), i64(2));
    refuses(new Combine(Binary.Function.ADD), "shapes [2] and [3] differ: 2 and 3", f32(2), f32(3));
    refuses(new Combine(Binary.Function.XOR), "XOR of f32[2]", f32(2), f32(2));
    refuses(new Where(), "expected bool", f32(2), f32(2), f32(2));
    refuses(new Convert(DType.F32), "expected 1 inputs");
    refuses(new Bitcast(DType.F64), "f32[2] has other bits than f64", f32(2));
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> shapes() {
    refuses(new Transpose(List.of(0, 0)), "no permutation", f32(2, 3));
    refuses(new Reshape(dims(5)), "differ: 6 and 5", f32(2, 3));
    refuses(new Expand(dims(2)), "does not broadcast", f32(2, 3));
    refuses(new Expand(dims(2, 4)), "differ: 3 and 4", f32(2, 3));
    refuses(new Slice(dims(1), dims(3), List.of(1L)), "end of slice of f32[3]: 4 > 3", f32(3));
    refuses(new Slice(dims(1), dims(3), List.of(-1L)), "start of slice", f32(3));
    refuses(new Slice(dims(0), dims(1), List.of(0L)), "contain 0", f32(3));
    refuses(new Pad(dims(1), dims(1)), "do not fit", f32(2, 3), f32());
    refuses(new Pad(dims(-2), dims(-2)), "padded dim", f32(3), f32());
    refuses(new Concat(0), "nothing to concatenate");
    refuses(new Concat(0), "differ: 3 and 4", f32(2, 3), f32(2, 4));
    refuses(new Concat(2), "axis 2 outside rank 2", f32(2, 3));
    refuses(window(3, 1), "window of f32[2]", f32(2));
    refuses(window(0, 1), "expected positive numbers", f32(2));
    refuses(window(1, 0), "expected positive numbers", f32(2));
    refuses(new Iota(DType.I64, Dim.of(-1)), "size of iota");
    refuses(new Fill(DType.I64, dims(-1), 0), "negative dim");
    refuses(new Dims(dims(1)), "expected 0 inputs", f32(2));
    refuses(new Reduce(Reducer.SUM, List.of(2), true), "axis 2", f32(2, 3));
    refuses(new Reduce(Reducer.SUM, List.of(0, -1), true), "repeat", f32(2));
    refuses(new Reduce(Reducer.OR, List.of(0), true), "OR of f32[2]", f32(2));
    refuses(new MatMul(), "inner dims", f32(2, 3), f32(2, 3));
    refuses(new MatMul(), "expected matrices", f32(3), f32(3, 2));
    return tests.stream();
  }

  private static Windows window(long size, long stride) {
    return new Windows(List.of(size), List.of(stride), List.of(1L));
  }

  @TestFactory
  Stream<DynamicTest> indexed() {
    refuses(new Gather(0), "expected i64 or i32", f32(2), f32(2));
    refuses(new GatherElements(0), "ranks differ", f32(2, 3), i64(2));
    refuses(new GatherElements(0), "dims of", f32(2, 3), i64(2, 4));
    refuses(new GatherNd(0), "constant last dim", f32(2), i64());
    refuses(new GatherNd(0), "do not fit", f32(2), i64(1, 2));
    refuses(new GatherNd(0), "do not fit", f32(2), i64(1, (1L << 32) + 1));
    refuses(new ScatterElements(0, null), "ranks differ", f32(2, 3), i64(2), f32(2));
    refuses(new ScatterElements(0, null), "differ: 2 and 3", f32(4), i64(2), f32(3));
    refuses(new ScatterElements(0, null), "indices and elements", f32(2, 1), i64(2, 2), f32(2, 2));
    refuses(new ScatterNd(null), "do not fit", f32(2), i64(1, 1), f32(1, 1));
    refuses(new ScatterNd(null), "differ", f32(2, 3), i64(1, 1), f32(1, 2));
    refuses(new ArgReduce(1, true, false), "axis 1", f32(2));
    refuses(new CumulativeSum(1, true, false), "axis 1", f32(2));
    refuses(new TopK(0, Dim.of(3), true), "k of top-k", f32(2));
    refuses(new NonZero("n"), "expected 1 inputs");
    refuses(new TokenRows(Dim.of(3), "n"), "expected i64[batch]", i64(2, 2));
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> composites() {
    refuses(new Softmax(0), "expected floats", i64(2));
    refuses(new Silu(), "expected floats", i64(2));
    refuses(new QuantizeRows(), "expected rows of f32", i64(2));
    refuses(new QuantizeRows(), "expected rows of f32", f32());
    refuses(new Gelu(Gelu.Form.ERF), "expected floats", i64(2));
    refuses(new LayerNorm(1e-5), "row lengths", f32(2, 3), f32(2));
    refuses(new LayerNorm(1e-5), "expected a vector", f32(2, 3), f32(1, 3));
    refuses(new RmsNorm(1e-5), "up to 1 vectors", f32(2, 3), f32(3), f32(3));
    refuses(new Rotary(false), "rotated part", f32(3), f32(2), f32(2));
    refuses(new Rotary(false), "dims of cos", f32(1, 4), f32(2, 2), f32(2, 2));
    TensorType q = f32(1, 2, 4, 8);
    refuses(new Attention(1, 0), "no multiple", q, f32(1, 2, 3, 8), f32(1, 2, 3, 8));
    refuses(new Attention(1, 0), "head sizes", q, f32(1, 2, 4, 6), f32(1, 2, 4, 8));
    refuses(new Attention(1, 0), "mask", q, q, q, f32(1, 1, 2, 3));
    TensorType t = f32(5, 4, 8);
    refuses(
        new RaggedAttention(new Attention(1, 0), Dim.of(2)), "expected q, k, v, offsets", t, t, t);
    refuses(
        new RaggedAttention(new Attention(1, 0), Dim.of(2)),
        "expected i64[batch + 1]",
        t,
        t,
        t,
        f32(3));
    refuses(
        new RaggedAttention(new Attention(1, 0), Dim.of(2)), "expected 3 dims", q, q, q, i64(3));
    refuses(
        new RaggedAttention(new Attention(1, 0), Dim.of(2)),
        "lengths of",
        t,
        f32(6, 4, 8),
        t,
        i64(3));
    refuses(
        new RaggedAttention(new Attention(1, 0), Dim.of(2)),
        "mask",
        t,
        t,
        t,
        i64(3),
        f32(3, 1, 1, 2));
    refuses(
        new RaggedAttention(new Attention(1, 0), Dim.of(2)),
        "mask",
        t,
        t,
        t,
        i64(3),
        f32(2, 3, 1, 2));
    refuses(
        new RaggedAttention(new Attention(1, 0), Dim.of(2)),
        "mask",
        t,
        t,
        t,
        i64(3),
        f32(1, 1, 1, 3));
    return tests.stream();
  }

  @Test
  void symbolsLeaveConstraints() {
    Dim a = Dim.symbol("a");
    Constraints where = new Constraints();
    TensorType x = new TensorType(DType.F32, List.of(a, Dim.of(3)));
    List<TensorType> out =
        new MatMul()
            .infer(List.of(x, new TensorType(DType.F32, List.of(Dim.symbol("b"), a))), where);
    assertEquals("[f32[a, a]]", out.toString());
    assertEquals("[3 = b]", where.found().toString());
    new TopK(0, Dim.of(2), true).infer(List.of(x), where);
    assertEquals("[3 = b, 2 <= a]", where.found().toString());
  }
}
