package org.sinter.passes.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Param;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.ir.op.Op;
import org.sinter.passes.Context;
import org.sinter.passes.Pass;
import org.sinter.passes.Verify;

/** A graph before a pass: runs the pass and compares what both compute. */
final class Before {
  private static final Map<String, Long> SIZES = Map.of("b", 2L, "s", 3L, "p", 2L);

  private final Graph graph;

  private Before(Graph graph) {
    this.graph = graph;
  }

  /** The graph that {@code body} writes; it gives the result. */
  static Before of(Function<Graph.Builder, Value> body) {
    Graph.Builder b = new Graph.Builder("test");
    Value result = body.apply(b);
    return new Before(b.build(List.of("out"), List.of(result)));
  }

  Graph graph() {
    return graph;
  }

  static List<Dim> dims(Object... dims) {
    List<Dim> list = new ArrayList<>();
    for (Object dim : dims) {
      list.add(dim instanceof String s ? Dim.symbol(s) : Dim.of(((Number) dim).longValue()));
    }
    return list;
  }

  static TensorType f32(Object... dims) {
    return new TensorType(DType.F32, dims(dims));
  }

  /** A constant of seeded numbers around 1. */
  static Constant weight(long... shape) {
    Tensor tensor = Tensor.allocate(DType.F32, shape);
    fill(tensor, new Random(java.util.Arrays.hashCode(shape)));
    for (long i = 0; i < tensor.size(); i++) {
      tensor.set(i, 1 + tensor.real(i) / 4);
    }
    return Constant.of("w", tensor);
  }

  /**
   * Runs the passes; the result is in order, computes the same, and is left alone a second time.
   */
  @SafeVarargs
  final Graph after(Pass<Graph>... passes) {
    Graph now = graph;
    for (Pass<Graph> pass : passes) {
      now = pass.run(now, Context.silent());
      Verify.check(now);
    }
    Graph again = now;
    for (Pass<Graph> pass : passes) {
      again = pass.run(again, Context.silent());
    }
    assertSame(now, again, "a second run changes something");
    sameNumbers(graph, now);
    return now;
  }

  private static void sameNumbers(Graph before, Graph after) {
    Map<String, Tensor> inputs = inputs(before);
    Tensor expected = GraphInterpreter.run(before, inputs).get("out");
    Tensor found = GraphInterpreter.run(after, inputs).get("out");
    assertEquals(
        java.util.Arrays.toString(expected.shape()), java.util.Arrays.toString(found.shape()));
    for (long i = 0; i < expected.size(); i++) {
      double x = expected.real(i);
      double y = found.real(i);
      if (!(Math.abs(x - y) <= 2e-5 * Math.max(1, Math.abs(x))) && Double.compare(x, y) != 0) {
        fail("element " + i + " was " + x + ", is " + y);
      }
    }
  }

  private static Map<String, Tensor> inputs(Graph graph) {
    Map<String, Tensor> inputs = new HashMap<>();
    Random random = new Random(7);
    for (Param param : graph.params()) {
      long[] shape = param.type().dims().stream().mapToLong(d -> d.evaluate(SIZES::get)).toArray();
      Tensor tensor = Tensor.allocate(param.type().dtype(), shape);
      fill(tensor, random);
      inputs.put(param.name(), tensor);
    }
    return inputs;
  }

  private static void fill(Tensor tensor, Random random) {
    for (long i = 0; i < tensor.size(); i++) {
      if (tensor.type().isFloat()) {
        tensor.set(i, random.nextGaussian());
      } else {
        tensor.set(i, (long) random.nextInt(2));
      }
    }
  }

  /** How many nodes have an op of class {@code type}. */
  static int count(Graph graph, Class<? extends Op> type) {
    return (int) graph.nodes().stream().filter(n -> type.isInstance(n.op())).count();
  }

  /** The ops in order, by class name. */
  static List<String> ops(Graph graph) {
    return graph.nodes().stream().map(Node::op).map(o -> o.getClass().getSimpleName()).toList();
  }
}
