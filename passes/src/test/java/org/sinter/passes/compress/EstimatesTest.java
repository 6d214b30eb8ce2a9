package org.sinter.passes.compress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.Gelu;
import org.sinter.ir.op.LayerNorm;
import org.sinter.ir.op.Slice;

class EstimatesTest {
  private static final int ROWS = 4000;

  private static final int WIDTH = 16;

  private final Graph.Builder b = new Graph.Builder("g");
  private final Formula f = new Formula(b);
  private final Value ids = b.param("ids", TensorType.of(DType.I64, ROWS));
  private final Value table = b.add(new Gather(0), Constant.of("t", random(1, ROWS, WIDTH)), ids);

  /** Spread of different mean and spread. */
  private static Tensor random(int seed, long rows, long columns) {
    Random random = new Random(seed);
    Tensor tensor = Tensor.allocate(DType.F32, rows, columns);
    for (int i = 0; i < tensor.size(); i++) {
      int j = (int) (i % columns);
      tensor.set(i, (1 + j % 5) * random.nextGaussian() + j % 3);
    }
    return tensor;
  }

  /** What is estimated of {@code value} beside what each row of the table gives. */
  private void check(Value value, double tolerance) {
    Graph graph = b.build(List.of("y"), List.of(value));
    Spread found = new Estimates(graph).of(value);
    Tensor each = Tensor.allocate(DType.I64, ROWS);
    for (int i = 0; i < ROWS; i++) {
      each.set(i, i);
    }
    Tensor y = GraphInterpreter.run(graph, Map.of("ids", each)).get("y");
    int n = (int) (y.size() / ROWS);
    Spread exact = new MatrixSpread(y, n).ofRows();
    assertEquals(n, found.channels());
    for (int j = 0; j < n; j++) {
      double deviation = Math.sqrt(exact.variance()[j]);
      assertEquals(exact.mean()[j], found.mean()[j], tolerance * deviation, "mean " + j);
      assertEquals(deviation, Math.sqrt(found.variance()[j]), tolerance * deviation, "of " + j);
    }
  }

  @Test
  void tablesProductsAndFunctions() {
    check(table, 1e-6);
    Value w = Constant.of("w", random(2, WIDTH, 24));
    Value product = f.add(f.matMul(table, w), Constant.of("b", random(3, 24, 1).reshape(24)));
    check(product, 0.1);
    check(b.add(new Gelu(Gelu.Form.ERF), product), 0.1);
    check(f.apply(Unary.Function.TANH, table), 0.1);
    Value other = b.add(new Gather(0), Constant.of("u", random(4, ROWS, WIDTH)), ids);
    check(f.mul(f.sub(f.mul(table, 3), f.literal(table, 1)), other), 0.1);
  }

  @Test
  void norms() {
    int width = 400;
    Value wide = b.add(new Gather(0), Constant.of("t", random(5, ROWS, width)), ids);
    Tensor gain = Tensor.allocate(DType.F32, width);
    for (int i = 0; i < width; i++) {
      gain.set(i, i - 3.5);
    }
    check(b.add(new LayerNorm(1e-5), wide, Constant.of("g", gain)), 0.1);
  }

  @Test
  void partsAndHeads() {
    Value part =
        b.add(
            new Slice(
                List.of(Dim.ZERO, Dim.of(4)), List.of(Dim.of(ROWS), Dim.of(8)), List.of(1L, 1L)),
            table);
    check(part, 1e-6);
    Value heads = f.reshape(part, TensorType.of(DType.F32, ROWS, 1, 2, 4).dims());
    check(f.reshape(heads, TensorType.of(DType.F32, ROWS, 8).dims()), 1e-6);
    Value same = b.add(new Attention(1, 0), heads, heads, heads);
    check(f.reshape(same, TensorType.of(DType.F32, ROWS, 8).dims()), 1e-3);
    Value mixed = f.transpose(heads, List.of(0, 1, 3, 2));
    assertNull(new Estimates(b.build(List.of("y"), List.of(mixed))).of(mixed));
  }

  @Test
  void normsOfWhatIsNotKnown() {
    Value x = b.param("x", TensorType.of(DType.F32, 3, 2));
    Value gain = Constant.of("g", Tensor.of(new float[] {2, -3}, 2));
    Value bias = Constant.of("b", Tensor.of(new float[] {0.5f, 1}, 2));
    Value y = b.add(new LayerNorm(1e-5), x, gain, bias);
    Spread found = new Estimates(b.build(List.of("y"), List.of(y))).of(y);
    assertEquals(List.of(0.5, 1.0), List.of(found.mean()[0], found.mean()[1]));
    assertEquals(List.of(4.0, 9.0), List.of(found.variance()[0], found.variance()[1]));
    assertTrue(found.most(1) == 10);
  }
}
