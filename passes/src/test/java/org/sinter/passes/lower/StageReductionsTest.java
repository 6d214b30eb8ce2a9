package org.sinter.passes.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Param;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.ir.op.Reduce;
import org.sinter.ir.op.Reducer;

class StageReductionsTest {
  @Test
  void rowsFirst() {
    for (boolean keep : new boolean[] {true, false}) {
      Graph before = graph(new Reduce(Reducer.MIN, List.of(0, 1, 2), keep));
      Graph after = StageReductions.run(before);
      assertEquals(2, after.nodes().stream().filter(n -> n.op() instanceof Reduce).count());
      float[] x = {3, 1, -4, 1, 5, -9, 2, 6, 5, 3, 5, Float.NEGATIVE_INFINITY};
      Map<String, Tensor> in = Map.of("x", Tensor.of(x, 2, 2, 3));
      assertEquals(
          GraphInterpreter.run(before, in).get("y").bytes(),
          GraphInterpreter.run(after, in).get("y").bytes());
    }
  }

  @Test
  void notSumsNorSomeAxes() {
    Graph sum = graph(new Reduce(Reducer.SUM, List.of(0, 1, 2), true));
    assertSame(sum, StageReductions.run(sum));
    Graph rows = graph(new Reduce(Reducer.MAX, List.of(1, 2), true));
    assertSame(rows, StageReductions.run(rows));
  }

  private static Graph graph(Reduce op) {
    Graph.Builder b = new Graph.Builder("g");
    Param x = b.param("x", TensorType.of(DType.F32, 2, 2, 3));
    return b.build(List.of("y"), List.of(b.add(op, x)));
  }
}
