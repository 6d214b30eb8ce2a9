package org.sinter.passes.compress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sinter.ir.Bits;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.MatMul;
import org.sinter.passes.Context;
import org.sinter.passes.Remark;

class ToBf16Test {
  private static final float[] SPECIAL = {
    0f, -0f, 1f, Float.MIN_VALUE, -1e-40f, Float.MAX_VALUE, Float.NaN, 1f / 0, -1f / 0, 1.00390625f
  };

  @Test
  void elementsAreRoundedAsTheTypeSays() {
    Tensor exact = Tensor.allocate(DType.F32, 2000);
    Random random = new Random(3);
    for (int i = 0; i < exact.size(); i++) {
      exact.set(i, i < SPECIAL.length ? SPECIAL[i] : Float.intBitsToFloat(random.nextInt()));
    }
    RoundedElements rounded = new RoundedElements(exact, DType.BF16);
    ByteBuffer bytes = ByteBuffer.allocate(4000).order(ByteOrder.LITTLE_ENDIAN);
    rounded.read(0, 2000, bytes);
    Tensor read = new Tensor(DType.BF16, new long[] {2000}, bytes.flip());
    for (int i = 0; i < exact.size(); i++) {
      assertEquals(Bits.round(DType.BF16, exact.real(i)), rounded.real(i));
      assertEquals(rounded.real(i), read.real(i));
    }
  }

  @Test
  void everyWeightHasARemarkWithItsError() {
    List<Remark> remarks = new ArrayList<>();
    Graph graph = graph("h.0.w", "h.1.w");
    new ToBf16(List.of("h.1.*"), true).run(graph, new Context("to-bf16", remarks::add));
    assertEquals(2, remarks.size(), remarks.toString());
    String reason = remarks.get(0).reason();
    assertEquals("h.0.w in bf16: relative error at most 3.9e-03, rms 1.0e-03", reason);
    assertTrue(remarks.get(0).applied() && !remarks.get(1).applied());
    assertEquals("h.1.w is among the exceptions", remarks.get(1).reason());
  }

  @Test
  void nothingToDoIsTheSameGraph() {
    Graph graph = graph("w");
    assertSame(graph, new ToBf16(List.of("w"), true).run(graph, Context.silent()));
  }

  /** Products one after the other by weights of these names. */
  private static Graph graph(String... names) {
    Graph.Builder b = new Graph.Builder("g");
    Value x = b.param("x", TensorType.of(DType.F32, 1, 2));
    for (String name : names) {
      Tensor w = Tensor.of(new float[] {1.00390625f, 2, 3, 1.001f}, 2, 2);
      x = b.add(new MatMul(), x, Constant.of(name, w));
    }
    return b.build(List.of("y"), List.of(x));
  }
}
