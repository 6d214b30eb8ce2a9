package org.sinter.passes.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.sinter.passes.graph.Before.dims;
import static org.sinter.passes.graph.Before.f32;
import static org.sinter.passes.graph.Before.weight;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.LayerNorm;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Reduce;
import org.sinter.ir.op.Reducer;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.RmsNorm;
import org.sinter.ir.op.Softmax;
import org.sinter.passes.Pass;

class RaiseNormsTest {
  @SafeVarargs
  private static int raised(Before before, Class<? extends Op> type, Pass<Graph>... passes) {
    Graph graph = before.after(passes);
    int count = Before.count(graph, type);
    int leftovers = Before.count(graph, Reduce.class);
    assertEquals(count == 0, leftovers > 0, "raised or left whole: " + Before.ops(graph));
    return count;
  }

  /** How the root is divided by, or what is wrong. */
  enum Form {
    DIVIDE,
    RECIPROCAL,
    POWER,
    SQUARE_BY_POWER,
    GAIN_FIRST,
    TENSORFLOW,
    WITHOUT_GAIN,
    UNKEPT_MEAN,
    OTHER_AXIS(false),
    EPSILON_OUTSIDE(false),
    MEAN_OF_OTHER(false),
    DIFFERENCE_OF_SQUARES(false);

    final boolean raised;

    Form() {
      this(true);
    }

    Form(boolean raised) {
      this.raised = raised;
    }
  }

  private static Value mean(Formula f, Value x, int axis, boolean kept) {
    if (kept) {
      return f.mean(x, axis);
    }
    Value sum = f.b().add(new Reduce(Reducer.SUM, List.of(axis), false), x);
    Value mean = f.div(sum, f.size(x.type().dim(axis), x.type().dtype()));
    return f.b().add(new Reshape(dims("b", 5, 1)), mean);
  }

  private static Value power(Formula f, Value x, double e) {
    return f.combine(Binary.Function.POW, x, f.literal(x, e));
  }

  private static Value norm(Formula f, Value x, Value other, Form form, boolean centre) {
    int axis = form == Form.OTHER_AXIS ? 1 : -1;
    boolean kept = form != Form.UNKEPT_MEAN;
    Value base = form == Form.MEAN_OF_OTHER ? other : x;
    Value mean = mean(f, base, axis, kept);
    Value c = centre ? f.sub(x, mean) : x;
    Value square =
        form == Form.SQUARE_BY_POWER || form == Form.TENSORFLOW
            ? power(f, c, 2)
            : f.mul(c, form == Form.MEAN_OF_OTHER && !centre ? other : c);
    Value variance = mean(f, square, axis, kept);
    if (form == Form.DIFFERENCE_OF_SQUARES) {
      variance = f.sub(mean(f, f.mul(x, x), -1, true), f.mul(mean, mean));
    }
    Value root =
        form == Form.EPSILON_OUTSIDE
            ? f.add(f.sqrt(variance), 1e-2)
            : f.sqrt(f.add(variance, 1e-2));
    return finish(f, x, mean, c, root, f.add(variance, 1e-2), form);
  }

  private static Value finish(
      Formula f, Value x, Value mean, Value c, Value root, Value squared, Form form) {
    Value g = weight(6);
    Value inverse = f.div(f.literal(x, 1), root);
    return switch (form) {
      case RECIPROCAL -> f.mul(f.mul(inverse, c), g);
      case POWER -> f.mul(f.mul(c, power(f, squared, -0.5)), g);
      case GAIN_FIRST -> f.mul(c, f.mul(inverse, g));
      case TENSORFLOW -> {
        Value m = f.mul(inverse, g);
        yield f.add(f.mul(x, m), f.sub(weight(6), f.mul(mean, m)));
      }
      case WITHOUT_GAIN -> f.div(c, root);
      default -> f.mul(g, f.div(c, root));
    };
  }

  private static Before graph(Form form, boolean centre, boolean bias) {
    return Before.of(
        b -> {
          Formula f = new Formula(b);
          Value x = b.param("x", f32("b", 5, 6));
          Value other = b.param("y", f32("b", 5, 6));
          Value y = norm(f, x, other, form, centre);
          return bias ? f.add(y, weight(6)) : y;
        });
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void layerNorm(Form form) {
    boolean bias = form != Form.WITHOUT_GAIN && form != Form.TENSORFLOW;
    Before before = graph(form, true, bias);
    int raised = raised(before, LayerNorm.class, new Canonicalize(), new RaiseLayerNorm());
    assertEquals(form.raised ? 1 : 0, raised);
  }

  @ParameterizedTest
  @EnumSource(
      value = Form.class,
      names = {"GAIN_FIRST", "TENSORFLOW", "DIFFERENCE_OF_SQUARES"},
      mode = EnumSource.Mode.EXCLUDE)
  void rmsNorm(Form form) {
    Before before = graph(form, false, false);
    int raised = raised(before, RmsNorm.class, new Canonicalize(), new RaiseRmsNorm());
    assertEquals(form.raised ? 1 : 0, raised);
  }

  @Test
  void layerNormTakesGainAndBias() {
    Graph graph = graph(Form.DIVIDE, true, true).after(new Canonicalize(), new RaiseLayerNorm());
    assertEquals(List.of("LayerNorm"), Before.ops(graph));
    assertEquals(3, graph.nodes().get(0).inputs().size());
  }

  @Test
  void gainOfOnePlusWeight() {
    Graph graph =
        Before.of(
                b -> {
                  Formula f = new Formula(b);
                  Value x = b.param("x", f32("b", 5, 6));
                  Value y = norm(f, x, x, Form.WITHOUT_GAIN, false);
                  return f.mul(y, f.add(weight(6), 1));
                })
            .after(new Canonicalize(), new FoldConstants(), new RaiseRmsNorm());
    assertEquals(List.of("RmsNorm"), Before.ops(graph));
    assertEquals(2, graph.nodes().get(0).inputs().size());
  }

  private static Value softmax(Formula f, Value x, int max, int sum, boolean shifted) {
    Value e = f.exp(shifted ? f.sub(x, f.reduce(Reducer.MAX, x, max)) : x);
    return f.div(e, f.reduce(Reducer.SUM, e, sum));
  }

  private static Graph softmax(int max, int sum, boolean shifted) {
    return Before.of(b -> softmax(new Formula(b), b.param("x", f32("b", 5, 6)), max, sum, shifted))
        .after(new Canonicalize(), new RaiseSoftmax());
  }

  @Test
  void softmaxes() {
    assertEquals(List.of("Softmax"), Before.ops(softmax(-1, -1, true)));
    assertEquals(List.of("Softmax"), Before.ops(softmax(1, 1, true)));
    assertEquals(List.of("Softmax"), Before.ops(softmax(-1, -1, false)));
  }

  @Test
  void softmaxKeepsAShiftByTheMaximumOfAnotherAxis() {
    Graph graph = softmax(1, -1, true);
    assertEquals(1, Before.count(graph, Softmax.class));
    assertEquals(1, Before.count(graph, Reduce.class));
  }

  @Test
  void sumOfAnotherIsNoSoftmax() {
    Graph graph =
        Before.of(
                b -> {
                  Formula f = new Formula(b);
                  Value x = b.param("x", f32("b", 5));
                  Value e = f.exp(x);
                  Value sum = f.reduce(Reducer.SUM, f.exp(f.mul(x, 3)), -1);
                  return f.div(e, sum);
                })
            .after(new Canonicalize(), new RaiseSoftmax());
    assertEquals(0, Before.count(graph, Softmax.class));
  }

  @Test
  void rowsOfSymbolicLengthStay() {
    Graph graph =
        Before.of(
                b -> {
                  Formula f = new Formula(b);
                  Value x = b.param("x", f32("b", "s"));
                  return f.div(
                      x,
                      f.sqrt(
                          f.add(
                              f.div(
                                  f.reduce(Reducer.SUM, f.mul(x, x), -1),
                                  f.size(Dim.symbol("s"), x.type().dtype())),
                              1e-3)));
                })
            .after(new Canonicalize(), new RaiseRmsNorm());
    assertEquals(0, Before.count(graph, RmsNorm.class));
  }
}
