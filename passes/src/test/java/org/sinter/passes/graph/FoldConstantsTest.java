package org.sinter.passes.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.sinter.passes.graph.Before.f32;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.Value;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.Dims;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Iota;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Transpose;

class FoldConstantsTest {
  private static Before product(List<Integer> perm) {
    return Before.of(
        b -> {
          Value w = b.add(new Transpose(perm), Before.weight(6, 4));
          return b.add(new MatMul(), b.param("x", f32("b", 4)), w);
        });
  }

  @Test
  void smallConstantsAreComputed() {
    Graph graph = product(List.of(1, 0)).after(new FoldConstants());
    assertEquals(List.of("MatMul"), Before.ops(graph));
    Constant w = graph.constants().get(0);
    assertEquals(true, w.elements() instanceof Tensor);
  }

  @Test
  void largeConstantsAreComputedWhereTheyAreRead() {
    Graph graph = product(List.of(1, 0)).after(new FoldConstants(8));
    assertEquals(List.of("MatMul"), Before.ops(graph));
    Constant w = graph.constants().get(0);
    assertFalse(w.elements() instanceof Tensor);
    assertEquals(Before.weight(6, 4).elements().real(4), w.elements().real(1));
  }

  @Test
  void indicesAndSizesFold() {
    Graph graph =
        Before.of(
                b -> {
                  Formula f = new Formula(b);
                  Value x = b.param("x", f32("b", 4));
                  Value iota = b.add(new Convert(DType.F32), b.add(new Iota(DType.I64, Dim.of(4))));
                  Value size = b.add(new Convert(DType.F32), b.add(new Dims(List.of(Dim.of(16)))));
                  return f.add(x, f.mul(iota, f.sqrt(size)));
                })
            .after(new FoldConstants());
    assertEquals(List.of("Combine"), Before.ops(graph));
  }

  @Test
  void whatDependsOnAParameterStays() {
    Before before =
        Before.of(
            b -> {
              Formula f = new Formula(b);
              return f.mul(f.tanh(b.param("x", f32("b", 4))), Before.weight(4));
            });
    assertSame(before.graph(), before.after(new FoldConstants()));
  }

  @Test
  void equalConstantsBecomeOne() {
    Graph graph =
        Before.of(
                b -> {
                  Formula f = new Formula(b);
                  Value x = b.param("x", f32("b", 4));
                  return f.add(f.mul(x, Before.weight(4)), f.mul(x, Before.weight(4)));
                })
            .after(new RemoveDuplicates());
    assertEquals(1, graph.constants().size());
    assertEquals(2, Before.count(graph, Combine.class));
  }

  @Test
  void constantsThatDifferAtTheEndStay() {
    float[] a = new float[1000];
    float[] c = a.clone();
    c[998] = 1;
    Before before =
        Before.of(
            b -> {
              Formula f = new Formula(b);
              Value x = b.param("x", f32("b", 1000));
              Value left = f.mul(x, Constant.of("a", Tensor.of(a, 1000)));
              return f.add(left, f.mul(x, Constant.of("c", Tensor.of(c, 1000))));
            });
    assertSame(before.graph(), before.after(new RemoveDuplicates()));
  }
}
