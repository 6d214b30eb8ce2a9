package org.sinter.passes.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.sinter.passes.graph.Before.f32;

import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Gelu;

class RaiseActivationsTest {
  private static Graph raised(BiFunction<Formula, Value, Value> body) {
    return Before.of(b -> body.apply(new Formula(b), b.param("x", f32("b", 6))))
        .after(new Canonicalize(), new RaiseGelu(), new RaiseSilu());
  }

  private static void isGelu(Gelu.Form form, BiFunction<Formula, Value, Value> body) {
    Graph graph = raised(body);
    assertEquals(List.of("Gelu"), Before.ops(graph));
    assertEquals(new Gelu(form), graph.nodes().get(0).op());
  }

  private static void isNone(BiFunction<Formula, Value, Value> body) {
    List<String> ops = Before.ops(raised(body));
    assertEquals(false, ops.contains("Gelu") || ops.contains("Silu"), ops.toString());
  }

  private static Value erf(Formula f, Value x) {
    return f.add(f.apply(Unary.Function.ERF, x), 1);
  }

  @Test
  void erfInAnyOrder() {
    isGelu(
        Gelu.Form.ERF,
        (f, x) -> f.mul(f.mul(x, erf(f, f.div(x, f.literal(x, 1.4142135381698608)))), 0.5));
    isGelu(Gelu.Form.ERF, (f, x) -> f.mul(f.mul(x, 0.5), erf(f, f.mul(x, 0.7071067690849304))));
    isGelu(
        Gelu.Form.ERF,
        (f, x) -> f.mul(x, f.mul(f.literal(x, 0.5), erf(f, f.div(x, f.literal(x, 1.41421354))))));
    isGelu(
        Gelu.Form.ERF,
        (f, x) ->
            f.mul(
                x, f.add(f.mul(f.apply(Unary.Function.ERF, f.mul(x, Math.sqrt(0.5))), 0.5), 0.5)));
  }

  @Test
  void erfOfScaledInput() {
    Graph graph =
        raised(
            (f, x) -> {
              Value y = f.mul(x, 3);
              return f.mul(f.mul(y, erf(f, f.mul(y, Math.sqrt(0.5)))), 0.5);
            });
    assertEquals(List.of("Fill", "Combine", "Gelu"), Before.ops(graph));
  }

  @Test
  void notErf() {
    isNone((f, x) -> f.mul(f.mul(x, erf(f, f.mul(x, 0.7))), 0.5));
    isNone((f, x) -> f.mul(f.mul(x, erf(f, f.mul(x, Math.sqrt(0.5)))), 0.6));
    isNone((f, x) -> f.mul(f.mul(f.tanh(x), erf(f, f.mul(x, Math.sqrt(0.5)))), 0.5));
    isNone(
        (f, x) ->
            f.mul(f.mul(x, f.add(f.apply(Unary.Function.ERF, f.mul(x, Math.sqrt(0.5))), 2)), 0.5));
  }

  private static Value tanh(Formula f, Value x, Value cube, double root, double c) {
    return f.add(f.tanh(f.mul(f.add(x, f.mul(cube, c)), root)), 1);
  }

  private static Value power(Formula f, Value x, double e) {
    return f.combine(Binary.Function.POW, x, f.literal(x, e));
  }

  @Test
  void tanhInItsForms() {
    isGelu(
        Gelu.Form.TANH,
        (f, x) -> f.mul(f.mul(x, 0.5), tanh(f, x, power(f, x, 3), 0.7978845608, 0.044715)));
    isGelu(
        Gelu.Form.TANH,
        (f, x) -> {
          Value cube = f.mul(x, f.mul(x, x));
          return f.mul(f.mul(x, 0.5), tanh(f, x, cube, 0.797884583473205, 0.044714998453855515));
        });
    isGelu(
        Gelu.Form.TANH,
        (f, x) -> {
          Value square = f.mul(f.mul(f.literal(x, 0.044715), x), x);
          Value inner = f.mul(f.mul(f.literal(x, 0.79788456), x), f.add(square, 1));
          return f.mul(f.mul(x, 0.5), f.add(f.tanh(inner), 1));
        });
  }

  @Test
  void notTanh() {
    isNone((f, x) -> f.mul(f.mul(x, 0.5), tanh(f, x, power(f, x, 3), 0.8, 0.044715)));
    isNone((f, x) -> f.mul(f.mul(x, 0.5), tanh(f, x, power(f, x, 3), 0.7978845608, 0.05)));
    isNone((f, x) -> f.mul(f.mul(x, 0.5), tanh(f, x, power(f, x, 2), 0.7978845608, 0.044715)));
    isNone(
        (f, x) -> f.mul(f.mul(f.tanh(x), 0.5), tanh(f, x, power(f, x, 3), 0.7978845608, 0.044715)));
  }

  @Test
  void sigmoids() {
    isGelu(Gelu.Form.SIGMOID, (f, x) -> f.mul(x, f.sigmoid(f.mul(x, 1.702))));
    assertEquals(List.of("Silu"), Before.ops(raised((f, x) -> f.mul(x, f.sigmoid(x)))));
    assertEquals(
        List.of("Silu"), Before.ops(raised((f, x) -> f.div(x, f.add(f.exp(f.neg(x)), 1)))));
  }

  @Test
  void notSigmoids() {
    isNone((f, x) -> f.mul(x, f.sigmoid(f.mul(x, 1.5))));
    isNone((f, x) -> f.mul(f.tanh(x), f.sigmoid(x)));
    isNone((f, x) -> f.mul(x, f.div(f.literal(x, 1), f.add(f.exp(x), 1))));
    isNone((f, x) -> f.mul(x, f.div(f.literal(x, 2), f.add(f.exp(f.neg(x)), 1))));
  }
}
