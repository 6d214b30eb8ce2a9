package org.sinter.passes.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.sinter.passes.graph.Before.dims;
import static org.sinter.passes.graph.Before.f32;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Rotary;
import org.sinter.ir.op.Slice;
import org.sinter.passes.Explain;
import org.sinter.passes.Remark;

class RaiseRotaryTest {
  private static Graph raised(Before before) {
    return before.after(new Canonicalize(), new RaiseRotary(), new Canonicalize());
  }

  private static Value slice(Graph.Builder b, Value x, long start, long size, long step) {
    int rank = x.type().rank();
    List<Dim> starts = new java.util.ArrayList<>(java.util.Collections.nCopies(rank, Dim.ZERO));
    List<Dim> sizes = new java.util.ArrayList<>(x.type().dims());
    List<Long> steps = new java.util.ArrayList<>(java.util.Collections.nCopies(rank, 1L));
    starts.set(rank - 1, Dim.of(start));
    sizes.set(rank - 1, Dim.of(size));
    steps.set(rank - 1, step);
    return b.add(new Slice(starts, sizes, steps), x);
  }

  /** What may be wrong with halves. */
  enum Form {
    RIGHT,
    PARTIAL,
    FIRST_NEGATED(false),
    HALVES_NOT_SWAPPED(false),
    OTHER_INPUT(false),
    ANGLES_DIFFER(false),
    UNEQUAL_HALVES(false),
    REST_OVERLAPS;

    final boolean raised;

    Form() {
      this(true);
    }

    Form(boolean raised) {
      this.raised = raised;
    }
  }

  private static Value angles(Graph.Builder b, Form form, Unary.Function f) {
    Value half = b.param(f.name(), f32("b", "s", 3));
    Value other = b.param("other" + f, f32("b", "s", 3));
    boolean differ = form == Form.ANGLES_DIFFER || (form == Form.UNEQUAL_HALVES);
    Value both = b.add(new Concat(-1), half, differ ? other : half);
    Value bent = new Formula(b).apply(f, both);
    return b.add(new Reshape(dims("b", 1, "s", 6)), bent);
  }

  private static Value halves(Graph.Builder b, Form form) {
    Formula f = new Formula(b);
    boolean partial = form == Form.PARTIAL || form == Form.REST_OVERLAPS;
    Value whole = b.param("x", f32("b", 4, "s", partial ? 10 : 6));
    Value other = b.param("y", f32("b", 4, "s", 6));
    Value x = partial ? slice(b, whole, 0, 6, 1) : whole;
    Value turnedOf = form == Form.OTHER_INPUT ? other : x;
    Value first = slice(b, turnedOf, 0, 3, 1);
    Value second = slice(b, turnedOf, 3, 3, 1);
    Value turned =
        switch (form) {
          case FIRST_NEGATED -> b.add(new Concat(-1), second, f.neg(first));
          case HALVES_NOT_SWAPPED -> b.add(new Concat(-1), f.neg(first), second);
          default -> b.add(new Concat(-1), f.neg(second), first);
        };
    Value cos = angles(b, form, Unary.Function.COS);
    Value sin = angles(b, Form.RIGHT, Unary.Function.SIN);
    Value out = f.add(f.mul(x, cos), f.mul(turned, sin));
    return partial
        ? b.add(new Concat(-1), out, slice(b, whole, form == Form.PARTIAL ? 6 : 5, 4, 1))
        : out;
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void halves(Form form) {
    Graph graph = raised(Before.of(b -> halves(b, form)));
    assertEquals(form.raised ? 1 : 0, Before.count(graph, Rotary.class));
    int concats = form == Form.RIGHT || form == Form.PARTIAL ? 0 : 1;
    assertEquals(concats, Math.min(1, Before.count(graph, Concat.class)));
  }

  @Test
  void unequalHalvesAreRemarked() {
    Explain explain = new Explain();
    Graph graph = Before.of(b -> halves(b, Form.UNEQUAL_HALVES)).graph();
    Graph canonical = new Canonicalize().run(graph, explain.context());
    new RaiseRotary().run(canonical, explain.context().in("raise-rotary"));
    List<String> missed =
        explain.remarks().stream().filter(r -> !r.applied()).map(Remark::reason).toList();
    assertEquals(List.of("the halves of cos or sin are not provably equal"), missed);
  }

  private static Value twice(Graph.Builder b, Value x, boolean beside) {
    if (!beside) {
      return b.add(new Concat(-1), x, x);
    }
    Value column = b.add(new Reshape(dims("b", "s", 1, 3, 1)), x);
    Value wide = b.add(new Expand(dims("b", "s", 1, 3, 2)), column);
    return b.add(new Reshape(dims("b", "s", 1, 6)), wide);
  }

  private static Before neighbours(boolean beside, long odd) {
    return Before.of(
        b -> {
          Formula f = new Formula(b);
          Value x = b.param("x", f32("b", "s", 2, 6));
          Value cos = twice(b, b.param("cos", f32("b", "s", 1, 3)), beside);
          Value sin = twice(b, b.param("sin", f32("b", "s", 1, 3)), beside);
          Value second = b.add(new Reshape(dims("b", "s", 2, 3, 1)), slice(b, x, odd, 3, 2));
          Value first = b.add(new Reshape(dims("b", "s", 2, 3, 1)), slice(b, x, 0, 3, 2));
          Value pairs = b.add(new Concat(-1), f.neg(second), first);
          Value turned = b.add(new Reshape(dims("b", "s", 2, 6)), pairs);
          return f.add(f.mul(turned, sin), f.mul(x, cos));
        });
  }

  @Test
  void neighbours() {
    Graph graph = raised(neighbours(true, 1));
    assertEquals(List.of("Rotary"), Before.ops(graph));
    assertEquals(new Rotary(true), graph.nodes().get(0).op());
  }

  @Test
  void notNeighbours() {
    assertEquals(0, Before.count(raised(neighbours(false, 1)), Rotary.class));
    assertEquals(0, Before.count(raised(neighbours(true, 0)), Rotary.class));
  }

  @Test
  void anExpandedRotaryIsRaisedAgain() {
    Graph graph =
        raised(
            Before.of(
                b -> {
                  Value x = b.param("x", f32("b", "s", 2, 6));
                  Value cos = b.param("cos", f32("s", 1, 3));
                  Value sin = b.param("sin", f32("s", 1, 3));
                  return new Rotary(false).expand(b, List.of(x, cos, sin)).get(0);
                }));
    assertEquals(List.of("Rotary"), Before.ops(graph));
  }

  @Test
  void tablesWithEqualHalves() {
    float[] cos = {1, 2, 1, 2, 3, 4, 3, 4};
    float[] sin = {5, 6, 5, 6, 7, 8, 7, 8};
    assertEquals(1, Before.count(raised(table(cos, sin)), Rotary.class));
    sin[7] = 9;
    assertEquals(0, Before.count(raised(table(cos, sin)), Rotary.class));
  }

  private static Before table(float[] cos, float[] sin) {
    return Before.of(
        b -> {
          Formula f = new Formula(b);
          Value x = b.param("x", f32("b", 2, 4));
          Value c = org.sinter.ir.Constant.of("cos", org.sinter.ir.Tensor.of(cos, 2, 4));
          Value s = org.sinter.ir.Constant.of("sin", org.sinter.ir.Tensor.of(sin, 2, 4));
          Value turned = b.add(new Concat(-1), f.neg(slice(b, x, 2, 2, 1)), slice(b, x, 0, 2, 1));
          return f.add(f.mul(x, c), f.mul(turned, s));
        });
  }
}
