package org.sinter.passes.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.sinter.passes.graph.Before.dims;
import static org.sinter.passes.graph.Before.f32;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.Iota;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Slice;
import org.sinter.ir.op.Transpose;
import org.sinter.ir.op.Where;
import org.sinter.passes.Context;

class CanonicalizeTest {
  private static List<String> ops(Before before) {
    return Before.ops(before.after(new Canonicalize()));
  }

  private static Value pow(Formula f, Value x, double e) {
    return f.combine(Binary.Function.POW, x, f.literal(x, e));
  }

  @Test
  void transposesOfTransposes() {
    assertEquals(
        List.of(),
        ops(
            Before.of(
                b -> {
                  Value x = b.param("x", f32("b", 3));
                  Transpose swap = new Transpose(List.of(1, 0));
                  return b.add(swap, b.add(swap, x));
                })));
    assertEquals(
        List.of("Transpose"),
        ops(
            Before.of(
                b -> {
                  Value x = b.param("x", f32("b", 3, 4));
                  Transpose turn = new Transpose(List.of(1, 2, 0));
                  return b.add(turn, b.add(turn, x));
                })));
  }

  @Test
  void factorsThatTheTypeCannotHoldStayApart() {
    for (DType type : List.of(DType.F16, DType.F32)) {
      Before before =
          Before.of(
              b -> {
                Formula f = new Formula(b);
                return f.mul(f.mul(b.param("x", TensorType.of(type, 3)), 1000), 256);
              });
      int left = type == DType.F16 ? 2 : 1;
      assertEquals(left, ops(before).stream().filter(op -> op.equals("Combine")).count());
    }
  }

  @Test
  void transposeOfOnesIsReshape() {
    assertEquals(
        List.of("Reshape"),
        ops(Before.of(b -> b.add(new Transpose(List.of(1, 0, 2)), b.param("x", f32("b", 1, 4))))));
  }

  @Test
  void reshapesMerge() {
    assertEquals(
        List.of("Reshape"),
        ops(
            Before.of(
                b -> {
                  Value x = b.param("x", f32("b", "s", 4));
                  Value y = b.add(new Reshape(dims("b", "s", 2, 2)), x);
                  return b.add(new Reshape(dims("b", "s", 2, 1, 2)), y);
                })));
  }

  @Test
  void broadcastsDisappear() {
    assertEquals(
        List.of("Combine"),
        ops(
            Before.of(
                b -> {
                  Value x = b.param("x", f32("b", "s", 4));
                  Value y = b.param("y", f32(1, 1, 4));
                  Value wide = b.add(new Expand(dims("b", "s", 4)), y);
                  return b.add(new Combine(Binary.Function.ADD), x, wide);
                })));
  }

  @Test
  void broadcastStaysWhereItDecidesTheShape() {
    assertEquals(
        List.of("Combine", "Expand"),
        ops(
            Before.of(
                b -> {
                  Value x = b.param("x", f32("b", 1, 4));
                  Value y = b.param("y", f32(1, 1, 4));
                  b.param("z", f32("s"));
                  Value wide = b.add(new Expand(dims("b", "s", 4)), y);
                  return b.add(new Combine(Binary.Function.ADD), x, wide);
                })));
  }

  @Test
  void literals() {
    Graph graph =
        Before.of(
                b -> {
                  Formula f = new Formula(b);
                  Value x = b.param("x", f32("b", 4));
                  Value y =
                      f.div(
                          f.sub(f.add(f.mul(f.literal(x, 2), x), 0), f.literal(x, 3)),
                          f.literal(x, 4));
                  return f.mul(f.neg(f.neg(y)), 1);
                })
            .after(new Canonicalize());
    assertEquals(
        "[MUL, ADD, MUL]",
        graph.nodes().stream()
            .filter(n -> n.op() instanceof Combine)
            .map(n -> ((Combine) n.op()).function())
            .toList()
            .toString());
  }

  @Test
  void divisionByThreeStays() {
    Before before =
        Before.of(
            b -> {
              Formula f = new Formula(b);
              Value x = b.param("x", f32("b", 4));
              return f.div(x, f.literal(x, 3));
            });
    assertSame(before.graph(), before.after(new Canonicalize()));
  }

  @Test
  void powers() {
    assertEquals(
        List.of("Apply", "Combine", "Combine", "Combine", "Combine", "Combine"),
        ops(
                Before.of(
                    b -> {
                      Formula f = new Formula(b);
                      Value x =
                          f.apply(
                              org.sinter.ir.kernel.Unary.Function.EXP, b.param("x", f32("b", 4)));
                      Value sum = f.add(pow(f, x, 2), pow(f, x, 3));
                      return f.add(f.sub(sum, pow(f, x, 1)), f.mul(pow(f, x, 2), 1));
                    }))
            .stream()
            .filter(o -> !o.equals("Fill"))
            .toList());
  }

  @Test
  void whereWithKnownCondition() {
    assertEquals(
        List.of(),
        ops(
            Before.of(
                b -> {
                  Value x = b.param("x", f32("b", 4));
                  Value y = b.param("y", f32("b", 4));
                  Value yes = b.add(new Fill(DType.BOOL, dims("b", 4), 1));
                  return b.add(new Where(), yes, x, y);
                })));
  }

  @Test
  void sliceOfConcat() {
    assertEquals(
        List.of("Slice"),
        ops(
            Before.of(
                b -> {
                  Value x = b.param("x", f32("b", "s"));
                  Value y = b.param("y", f32("b", 4));
                  Value both = b.add(new Concat(1), x, y);
                  Dim s = Dim.symbol("s");
                  return PieceRules.slice(b, both, 1, s.plus(1), Dim.of(2));
                })));
  }

  @Test
  void sliceAcrossPartsStays() {
    Before before =
        Before.of(
            b -> {
              Value x = b.param("x", f32("b", 3));
              Value y = b.param("y", f32("b", 4));
              return PieceRules.slice(b, b.add(new Concat(1), x, y), 1, Dim.of(2), Dim.of(2));
            });
    assertSame(before.graph(), before.after(new Canonicalize()));
  }

  @Test
  void gathersThatAreSlices() {
    assertEquals(
        List.of("Slice", "Reshape"),
        ops(
            Before.of(
                b -> {
                  Value x = b.param("x", f32("b", 3, 4));
                  return b.add(new Gather(1), x, b.add(Fill.scalar(DType.I64, -1)));
                })));
    assertEquals(
        List.of("Slice"),
        ops(
            Before.of(
                b -> {
                  Value x = b.param("x", f32(9, 4));
                  b.param("y", f32("s"));
                  return b.add(new Gather(0), x, b.add(new Iota(DType.I64, Dim.symbol("s"))));
                })));
  }

  @Test
  void transposesCancelAroundFunctions() {
    assertEquals(
        List.of("Reshape", "Combine", "Apply"),
        ops(
            Before.of(
                b -> {
                  Formula f = new Formula(b);
                  Value x = b.param("x", f32("b", "s", 2, 4));
                  Value c = b.param("c", f32("s", 4));
                  Transpose swap = new Transpose(List.of(0, 2, 1, 3));
                  return b.add(swap, f.tanh(f.mul(b.add(swap, x), c)));
                })));
  }

  @Test
  void transposeStaysBeforeOneThatDoesNotCancel() {
    assertEquals(
        List.of("Transpose", "Combine", "Transpose"),
        ops(
            Before.of(
                b -> {
                  Value x = b.param("x", f32("b", "s", 2, 4));
                  Value y = b.param("y", f32("b", 2, "s", 4));
                  Transpose swap = new Transpose(List.of(0, 2, 1, 3));
                  return b.add(swap, b.add(new Combine(Binary.Function.ADD), b.add(swap, x), y));
                })));
  }

  @Test
  void mergedRowsSplitBeforeTheProduct() {
    assertEquals(
        List.of("MatMul", "Combine"),
        ops(
            Before.of(
                b -> {
                  Formula f = new Formula(b);
                  Value x = b.param("x", f32("b", "s", 4));
                  Dim rows = Dim.symbol("b").times(Dim.symbol("s"));
                  Value flat = b.add(new Reshape(List.of(rows, Dim.of(4))), x);
                  Value y = f.add(b.add(new MatMul(), flat, Before.weight(4, 6)), Before.weight(6));
                  return b.add(new Reshape(dims("b", "s", 6)), y);
                })));
  }

  @Test
  void maskComparisonsOfIndices() {
    assertEquals(
        List.of("Fill"),
        ops(
            Before.of(
                b -> {
                  Value iota = b.add(new Iota(DType.I64, Dim.symbol("s")));
                  b.param("x", f32("s"));
                  Formula f = new Formula(b);
                  return f.lessOrEqual(f.literal(iota, 0), iota);
                })));
  }

  @Test
  void nothingToDoGivesTheSameGraph() {
    Graph graph =
        Before.of(b -> new Formula(b).tanh(b.param("x", new TensorType(DType.F32, dims("b")))))
            .graph();
    assertSame(graph, new Canonicalize().run(graph, Context.silent()));
  }

  @Test
  void strictSlicesMerge() {
    assertEquals(
        List.of("Slice"),
        ops(
            Before.of(
                b -> {
                  Value x = b.param("x", f32("b", 9));
                  Slice evens = new Slice(dims(0, 1), dims("b", 4), List.of(1L, 2L));
                  Slice last = new Slice(dims(0, 3), dims("b", 2), List.of(1L, -2L));
                  return b.add(last, b.add(evens, x));
                })));
  }
}
