package org.sinter.passes.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.Dims;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.Iota;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Reduce;
import org.sinter.ir.op.Reducer;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Softmax;
import org.sinter.ir.op.Transpose;

class SlicesTest {
  private static final Dim BATCH = Dim.symbol("batch");
  private static final Dim SEQ = Dim.symbol("seq");
  private static final TensorType X = new TensorType(DType.F32, List.of(BATCH, SEQ, Dim.of(8)));

  private static Slices of(TensorType type, BiFunction<Graph.Builder, Value, Value> body) {
    Graph.Builder b = new Graph.Builder("sliced");
    Value x = b.param("x", type);
    Value y = body.apply(b, x);
    return Slices.of(b.build(List.of("y"), List.of(y)));
  }

  private static Constant weights(long... shape) {
    return Constant.of("w", Tensor.allocate(DType.F32, shape));
  }

  private static Value heads(Graph.Builder b, Value x) {
    return b.add(new Reshape(List.of(BATCH, SEQ, Dim.of(2), Dim.of(4))), x);
  }

  @Test
  void narrowWeightsCountAsOthers() {
    Slices slices =
        of(
            X,
            (b, x) -> {
              Constant w = Constant.of("w", Tensor.allocate(DType.BF16, 8, 8));
              return b.add(new MatMul(), x, new Formula(b).convert(w, DType.F32));
            });
    assertEquals(SEQ, slices.rows());
  }

  @Test
  void anEncoder() {
    Slices slices =
        of(
            X,
            (b, x) -> {
              Value flat = b.add(new Reshape(List.of(BATCH.times(SEQ), Dim.of(8))), x);
              Value y = heads(b, b.add(new MatMul(), flat, weights(8, 8)));
              Value attended = b.add(new Attention(1, 0), y, y, y);
              Value joined = b.add(new Reshape(X.dims()), attended);
              return b.add(new Softmax(-1), new Formula(b).add(joined, x));
            });
    assertEquals(new Slices("batch", SEQ.max(Dim.ONE)), slices);
  }

  @Test
  void poolingOverTheSequence() {
    assertEquals(
        "batch", of(X, (b, x) -> b.add(new Reduce(Reducer.SUM, List.of(1), false), x)).symbol());
  }

  @Test
  void lookups() {
    TensorType ids = new TensorType(DType.I64, List.of(BATCH, SEQ));
    assertEquals("batch", of(ids, (b, x) -> b.add(new Gather(0), weights(100, 8), x)).symbol());
  }

  @Test
  void notAcrossTheBatch() {
    assertNull(of(X, (b, x) -> b.add(new Softmax(0), x)));
    Reduce mean = new Reduce(Reducer.SUM, List.of(0), true);
    assertNull(of(X, (b, x) -> new Formula(b).sub(x, b.add(mean, x))));
    Transpose swapped = new Transpose(List.of(2, 1, 0));
    assertNull(of(X, (b, x) -> b.add(new Reshape(X.dims()), b.add(swapped, x))));
  }

  @Test
  void notWhereTheNumberOfEntriesCounts() {
    assertNull(
        of(
            X,
            (b, x) -> {
              Value n = b.add(new Dims(List.of(BATCH, Dim.ONE, Dim.ONE)));
              Value scale = b.add(new Reshape(List.of(Dim.of(3))), n);
              Value f =
                  b.add(
                      new Convert(DType.F32, true),
                      b.add(new Reduce(Reducer.PROD, List.of(0), true), scale));
              return new Formula(b).mul(x, f);
            }));
    TensorType row = new TensorType(DType.F32, List.of(BATCH));
    assertNull(of(row, (b, x) -> new Formula(b).add(x, b.add(new Iota(DType.F32, BATCH)))));
  }

  @Test
  void notWhereAResultIsMade() {
    assertNull(of(X, (b, x) -> b.add(new Transpose(List.of(1, 0, 2)), x)));
  }
}
