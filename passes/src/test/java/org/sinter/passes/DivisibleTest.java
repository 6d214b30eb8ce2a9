package org.sinter.passes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.MatMul;
import org.sinter.passes.compress.Quantize;

class DivisibleTest {
  /** A table that one reader has in 8 bits and another one, which multiplies it, in full. */
  @Test
  void whatIsChangedForOneReaderOnlyIsAUnit() {
    Graph.Builder b = new Graph.Builder("g");
    Value ids = b.param("ids", TensorType.of(DType.I64, 3));
    Value x = b.param("x", TensorType.of(DType.F32, 64, 2));
    float[] values = new float[80 * 64];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 17 - 8;
    }
    Constant table = Constant.of("t", Tensor.of(values, 80, 64));
    Value rows = b.add(new Gather(0), table, ids);
    Graph graph = b.build(List.of("rows", "y"), List.of(rows, b.add(new MatMul(), table, x)));
    List<Divisible.Unit> units = new Quantize().units(graph, Context.silent());
    assertEquals(List.of("t"), units.stream().map(Divisible.Unit::name).toList());
    Graph left = new Quantize().without(List.of("t")).run(graph, Context.silent());
    assertEquals(graph, left);
  }
}
