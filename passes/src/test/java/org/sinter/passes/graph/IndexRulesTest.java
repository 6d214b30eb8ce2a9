package org.sinter.passes.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.sinter.passes.graph.Before.dims;
import static org.sinter.passes.graph.Before.f32;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.GatherElements;
import org.sinter.ir.op.GatherNd;
import org.sinter.ir.op.Iota;
import org.sinter.ir.op.Reshape;

class IndexRulesTest {
  private static List<String> ops(Before before) {
    return Before.ops(before.after(new Canonicalize()));
  }

  private static Value iota(Graph.Builder b, String size, Object... shape) {
    return b.add(new Reshape(dims(shape)), b.add(new Iota(DType.I64, Dim.symbol(size))));
  }

  /** A mask read at {@code row * stride + column} of its flat form, as exporters do. */
  private static Before flat(Dim stride) {
    return Before.of(
        b -> {
          Formula f = new Formula(b);
          Value x = b.param("x", f32("b", "s"));
          Dim size = Dim.symbol("b").times(Dim.symbol("s"));
          Value all = b.add(new Reshape(List.of(size)), x);
          Value row = f.mul(iota(b, "b", "b", 1, 1, 1), f.size(stride, DType.I64));
          return b.add(new Gather(0), all, f.add(row, iota(b, "s", "s")));
        });
  }

  @Test
  void rowsAndColumnsOfTheFlatForm() {
    assertEquals(List.of("Reshape"), ops(flat(Dim.symbol("s"))));
  }

  @Test
  void otherStridesStay() {
    assertEquals(true, ops(flat(Dim.ONE)).contains("Gather"));
  }

  private static Before points(boolean swapped) {
    return Before.of(
        b -> {
          Value x = b.param("x", f32("b", "b"));
          Value row = iota(b, "b", "b", 1, 1, 1);
          Value column = iota(b, "b", 1, 1, "b", 1);
          row = b.add(new Expand(dims("b", 1, "b", 1)), row);
          column = b.add(new Expand(dims("b", 1, "b", 1)), column);
          Value at = b.add(new Concat(-1), swapped ? column : row, swapped ? row : column);
          return b.add(new GatherNd(0), x, at);
        });
  }

  @Test
  void allPointsInOrder() {
    assertEquals(List.of("Reshape"), ops(points(false)));
  }

  @Test
  void transposedPointsStay() {
    assertEquals(true, ops(points(true)).contains("GatherNd"));
  }

  private static Before elements(Object... shape) {
    return Before.of(
        b -> {
          Value x = b.param("x", f32(9, 9));
          b.param("y", f32("s"));
          Value index = b.add(new Expand(dims("s", "s")), iota(b, "s", shape));
          return b.add(new GatherElements(0), x, index);
        });
  }

  @Test
  void elementsInTheirPlaces() {
    assertEquals(List.of("Slice"), ops(elements("s", 1)));
  }

  @Test
  void elementsOfTheDiagonalStay() {
    assertEquals(true, ops(elements(1, "s")).contains("GatherElements"));
  }
}
