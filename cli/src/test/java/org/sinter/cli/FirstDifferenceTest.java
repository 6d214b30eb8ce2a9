package org.sinter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Apply;

class FirstDifferenceTest {
  private static final TensorType ROW = new TensorType(DType.F32, List.of(Dim.of(2)));
  private static final FirstDifference DIFFERENCE =
      new FirstDifference(Map.of("x", Tensor.of(new float[] {1, 2}, 2)), 1e-6);

  private static Graph graph(Unary.Function second) {
    Graph.Builder b = new Graph.Builder("g");
    Value x = b.param("x", ROW);
    Value first = b.origin("/first").add(new Apply(Unary.Function.TANH), x);
    Value middle = b.origin("/second").add(new Apply(second), first);
    Value last = b.origin("/third").add(new Apply(Unary.Function.EXP), middle);
    return b.build(List.of("y"), List.of(last));
  }

  @Test
  void nodeWhereValuesPartIsNamedNotThoseAfterIt() {
    Graph before = graph(Unary.Function.EXP);
    assertEquals("first at /second", DIFFERENCE.between(before, graph(Unary.Function.TANH)));
  }

  @Test
  void equalGraphsHaveNoSuchNode() {
    Graph before = graph(Unary.Function.EXP);
    assertEquals(
        "at no node that stands in both graphs",
        DIFFERENCE.between(before, graph(Unary.Function.EXP)));
  }
}
