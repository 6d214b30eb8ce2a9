package org.sinter.passes.compress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Gelu;
import org.sinter.ir.op.LayerNorm;
import org.sinter.passes.Context;
import org.sinter.passes.Gram;
import org.sinter.passes.Pass;
import org.sinter.passes.Remark;
import org.sinter.passes.Statistics;
import org.sinter.passes.Verify;

/** Pruning of small Transformer layers in which some units do nothing. */
class PruneTest {
  private static final int WIDTH = 8;
  private static final int HEADS = 4;
  private static final int NEURONS = 32;
  private static final long ROWS = 200;

  private final Random random = new Random(3);

  private Tensor random(long... shape) {
    Tensor tensor = Tensor.allocate(DType.F32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.set(i, random.nextGaussian());
    }
    return tensor;
  }

  /** Zeros in the rows of units other than the living ones, of {@code each} rows. */
  private Constant living(String name, int rows, int columns, int each, Set<Integer> living) {
    Tensor tensor = random(rows, columns);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.set(i, living.contains(i / columns / each) ? tensor.real(i) : 0);
    }
    return Constant.of(name, tensor);
  }

  private Constant weight(String name, long... shape) {
    return Constant.of(name, random(shape));
  }

  /** A layer with norms after the sums. */
  private Value layer(Graph.Builder b, Value x, Set<Integer> heads, Set<Integer> neurons) {
    Formula f = new Formula(b);
    List<Dim> split = new ArrayList<>(x.type().dims().subList(0, 2));
    split.addAll(List.of(Dim.of(HEADS), Dim.of(WIDTH / HEADS)));
    List<Value> qkv = new ArrayList<>();
    for (String name : List.of("q", "k", "v")) {
      Value product = f.matMul(x, weight(name, WIDTH, WIDTH));
      qkv.add(f.reshape(f.add(product, weight(name + "b", WIDTH)), split));
    }
    Value attended = f.reshape(b.add(new Attention(0.7, 0), qkv), x.type().dims());
    Value o = living("o", WIDTH, WIDTH, WIDTH / HEADS, heads);
    Value y = b.add(new LayerNorm(1e-5), f.add(f.matMul(attended, o), x));
    Value hidden = f.add(f.matMul(y, weight("w1", WIDTH, NEURONS)), weight("b1", NEURONS));
    Value bent = b.add(new Gelu(Gelu.Form.ERF), hidden);
    Value w2 = living("w2", NEURONS, WIDTH, 1, neurons);
    return b.add(new LayerNorm(1e-5), f.add(f.matMul(bent, w2), y));
  }

  private Graph graph(Set<Integer> heads, Set<Integer> neurons) {
    Graph.Builder b = new Graph.Builder("g");
    List<Dim> dims = List.of(Dim.symbol("batch"), Dim.symbol("seq"), Dim.of(WIDTH));
    Value x = b.param("x", new TensorType(DType.F32, dims));
    Value y = layer(b, layer(b, x, heads, neurons), heads, neurons);
    return b.build(List.of("y"), List.of(y));
  }

  private static Set<Integer> some(int count, int step) {
    return IntStream.range(0, count).filter(i -> i % step == 0).boxed().collect(Collectors.toSet());
  }

  private static Graph run(Pass<Graph> pass, Graph graph) {
    Graph after = pass.run(graph, Context.silent());
    Verify.check(after);
    assertEquals(graph.results().get(0).type(), after.results().get(0).type());
    return after;
  }

  private void sameNumbers(Graph before, Graph after) {
    Map<String, Tensor> inputs = Map.of("x", random(2, 5, WIDTH));
    Tensor expected = GraphInterpreter.run(before, inputs).get("y");
    Tensor found = GraphInterpreter.run(after, inputs).get("y");
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.real(i), found.real(i), 1e-5);
    }
  }

  private static long parameters(Graph graph) {
    return graph.constants().stream().mapToLong(c -> c.type().size().value()).sum();
  }

  @Test
  void deadNeuronsGo() {
    Graph graph = graph(some(HEADS, 1), some(NEURONS, 2));
    Graph after = run(new PruneNeurons(0.5, 16, Saliency.MAGNITUDE, false, 0.01, List.of()), graph);
    assertEquals(parameters(graph) - 2 * 16 * (2 * WIDTH + 1), parameters(after));
    sameNumbers(graph, after);
  }

  @Test
  void deadHeadsGo() {
    Graph graph = graph(some(HEADS, 2), some(NEURONS, 1));
    Graph after = run(new PruneHeads(0.5, Saliency.MAGNITUDE, false, 0.01, List.of()), graph);
    assertEquals(parameters(graph) - 2 * (WIDTH / 2) * (4 * WIDTH + 3), parameters(after));
    sameNumbers(graph, after);
  }

  @Test
  void numbersOfNeuronsAreMultiples() {
    Graph graph = graph(some(HEADS, 1), some(NEURONS, 1));
    for (double keep : new double[] {0.01, 0.6}) {
      Graph after =
          run(new PruneNeurons(keep, 16, Saliency.MAGNITUDE, false, 0.01, List.of()), graph);
      assertEquals(parameters(graph) - 2 * 16 * (2 * WIDTH + 1), parameters(after));
    }
    Graph odd = run(new PruneNeurons(0.4, 3, Saliency.MAGNITUDE, false, 0.01, List.of()), graph);
    assertEquals(parameters(graph) - 2 * 19 * (2 * WIDTH + 1), parameters(odd));
  }

  @Test
  void keepingAllKeepsTheGraph() {
    Graph graph = graph(some(HEADS, 1), some(NEURONS, 1));
    assertSame(
        graph, run(new PruneNeurons(1, 16, Saliency.MAGNITUDE, false, 0.01, List.of()), graph));
    assertSame(
        graph, run(new PruneNeurons(0.8, 16, Saliency.MAGNITUDE, false, 0.01, List.of()), graph));
    assertSame(graph, run(new PruneHeads(1, Saliency.MAGNITUDE, false, 0.01, List.of()), graph));
    assertSame(graph, run(new PruneHeads().without(List.of("q")), graph));
    assertNotSame(graph, run(new PruneHeads(), graph));
  }

  @Test
  void remarksTellWhatShrinks() {
    Graph graph = graph(some(HEADS, 1), some(NEURONS, 1));
    List<Remark> remarks = new ArrayList<>();
    new PruneNeurons(0.5, 16, Saliency.MAGNITUDE, false, 0.01, List.of())
        .run(graph, new Context("prune-neurons", remarks::add));
    assertEquals(2, remarks.size());
    assertEquals("32 neurons to 16", remarks.get(0).rule());
    assertTrue(remarks.get(0).reason().contains("w2, w1: "), remarks.get(0).reason());
    assertTrue(remarks.get(0).reason().contains("512 parameters to 256"), remarks.get(0).reason());
  }

  /** Every neuron is there twice, and one in four gives the same for all inputs. */
  private Graph redundant() {
    Graph.Builder b = new Graph.Builder("g");
    Value x = b.param("x", new TensorType(DType.F32, List.of(Dim.symbol("rows"), Dim.of(WIDTH))));
    Tensor w1 = random(WIDTH, NEURONS);
    Tensor b1 = random(NEURONS);
    for (int j = 0; j < NEURONS; j++) {
      b1.set(j, b1.real(j / 2 * 2));
      for (int i = 0; i < WIDTH; i++) {
        w1.set(i * NEURONS + j, j % 8 < 2 ? 0 : w1.real(i * NEURONS + j / 2 * 2));
      }
    }
    Formula f = new Formula(b);
    Value hidden = f.add(f.matMul(x, Constant.of("w1", w1)), Constant.of("b1", b1));
    Value w2 = weight("w2", NEURONS, WIDTH);
    Value y = f.matMul(b.add(new Gelu(Gelu.Form.ERF), hidden), w2);
    return b.build(List.of("y"), List.of(f.add(x, y)));
  }

  /** What the interpreter sees of {@code ROWS} random rows. */
  private Map<Value, Statistics> seen(Graph graph, Collection<? extends Value> values) {
    Map<Value, Statistics> all = new HashMap<>();
    Tensor rows = random(ROWS, WIDTH);
    for (Value value : values) {
      Graph tapped = graph.toBuilder().build(List.of("y"), List.of(value));
      Tensor y = GraphInterpreter.run(tapped, Map.of("x", rows)).get("y");
      int k = (int) value.type().dim(-1).value();
      double[] sum = new double[k];
      double[] squares = new double[k];
      double[] upper = new double[k * (k + 1) / 2];
      for (int r = 0; r < ROWS; r++) {
        for (int i = 0, at = 0; i < k; i++) {
          sum[i] += y.real(r * k + i);
          squares[i] += y.real(r * k + i) * y.real(r * k + i);
          for (int j = i; j < k; j++) {
            upper[at++] += y.real(r * k + i) * y.real(r * k + j);
          }
        }
      }
      Gram gram = new Gram(k, upper);
      all.put(value, new Statistics(ROWS, new float[k], new float[k], sum, squares, gram));
    }
    return all;
  }

  private Context calibrated() {
    return Context.silent().with((graph, values, detail) -> seen(graph, values));
  }

  /** Of 32 neurons 12 differ; 12 and what is added to the bias stand in for all. */
  @Test
  void whatIsRedundantGoesWithoutLoss() {
    Graph graph = redundant();
    PruneNeurons pass = new PruneNeurons(0.375, 4, Saliency.SECOND_ORDER, true, 1e-9, List.of());
    Graph after = pass.run(graph, calibrated());
    Verify.check(after);
    assertEquals(12 * (2 * WIDTH + 1) + WIDTH, parameters(after));
    Map<String, Tensor> inputs = Map.of("x", random(5, WIDTH));
    Tensor expected = GraphInterpreter.run(graph, inputs).get("y");
    Tensor found = GraphInterpreter.run(after, inputs).get("y");
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.real(i), found.real(i), 1e-4);
    }
  }

  /** Without a fit the same is far off, and with a fit every saliency is nearer. */
  @Test
  void fittingGains() {
    Graph graph = redundant();
    Tensor x = random(50, WIDTH);
    for (Saliency saliency : Saliency.values()) {
      double[] errors = new double[2];
      for (int fit = 0; fit < 2; fit++) {
        PruneNeurons pass = new PruneNeurons(0.25, 4, saliency, fit == 1, 1e-6, List.of());
        Graph after = pass.run(graph, calibrated());
        Tensor expected = GraphInterpreter.run(graph, Map.of("x", x)).get("y");
        Tensor found = GraphInterpreter.run(after, Map.of("x", x)).get("y");
        for (int i = 0; i < expected.size(); i++) {
          errors[fit] += Math.pow(expected.real(i) - found.real(i), 2);
        }
      }
      assertTrue(errors[1] < 0.7 * errors[0], saliency + ": " + errors[0] + ", " + errors[1]);
    }
  }

  @Test
  void whatNeedsActivationsSaysSo() {
    Graph graph = redundant();
    PruneNeurons fits = new PruneNeurons(0.5, 16, Saliency.MAGNITUDE, true, 0, List.of());
    PruneHeads looks = new PruneHeads(0.5, Saliency.ACTIVATIONS, false, 0, List.of());
    Graph layers = graph(some(HEADS, 1), some(NEURONS, 1));
    PruneLayers changes = new PruneLayers(1, List.of(), PruneLayers.Choice.CHANGE);
    assertThrows(CompileException.class, () -> fits.run(graph, Context.silent()));
    assertThrows(CompileException.class, () -> looks.run(layers, Context.silent()));
    assertThrows(CompileException.class, () -> changes.run(layers, Context.silent()));
  }

  /** Of the first layer's input, a norm of it, and what follows both layers. */
  @Test
  void layersGo() {
    Graph.Builder b = new Graph.Builder("g");
    List<Dim> dims = List.of(Dim.symbol("batch"), Dim.symbol("seq"), Dim.of(WIDTH));
    Value x = b.param("x", new TensorType(DType.F32, dims));
    Value first = layer(b, x, some(HEADS, 1), some(NEURONS, 1));
    Value both = layer(b, first, some(HEADS, 1), some(NEURONS, 1));
    Graph graph = b.build(List.of("y"), List.of(both));
    Graph one = run(new PruneLayers(null, List.of(1), PruneLayers.Choice.SPREAD), graph);
    sameNumbers(b.build(List.of("y"), List.of(first)), one);
    assertSame(graph, run(new PruneLayers(2, List.of(), PruneLayers.Choice.SPREAD), graph));
    String none =
        assertThrows(
                CompileException.class,
                () -> run(new PruneLayers(null, List.of(2), PruneLayers.Choice.SPREAD), graph))
            .getMessage();
    assertTrue(none.contains("no layer 2: the model has layers 0 to 1"), none);
    assertThrows(
        CompileException.class,
        () -> run(new PruneLayers(3, List.of(), PruneLayers.Choice.SPREAD), graph));
    assertThrows(CompileException.class, () -> run(new PruneLayers(), graph));
  }

  @Test
  void badOptions() {
    for (double keep : new double[] {0, -1, 1.01, Double.NaN}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new PruneNeurons(keep, 16, Saliency.MAGNITUDE, false, 0.01, List.of()));
      assertThrows(
          IllegalArgumentException.class,
          () -> new PruneHeads(keep, Saliency.MAGNITUDE, false, 0.01, List.of()));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new PruneLayers(0, List.of(), PruneLayers.Choice.SPREAD));
    assertThrows(
        IllegalArgumentException.class,
        () -> new PruneLayers(1, List.of(1), PruneLayers.Choice.SPREAD));
    assertThrows(
        IllegalArgumentException.class,
        () -> new PruneHeads(0.5, Saliency.MAGNITUDE, true, -1, List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new PruneNeurons(0.5, 0, Saliency.MAGNITUDE, false, 0.01, List.of()));
  }
}
