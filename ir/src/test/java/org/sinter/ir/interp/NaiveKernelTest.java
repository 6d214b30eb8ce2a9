package org.sinter.ir.interp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Apply;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.Dims;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.Iota;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Pad;
import org.sinter.ir.op.Primitive;
import org.sinter.ir.op.Reduce;
import org.sinter.ir.op.Reducer;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Slice;
import org.sinter.ir.op.Transpose;
import org.sinter.ir.op.Where;
import org.sinter.ir.op.Windows;

/** Random graphs give the same bits node by node and as kernels. */
class NaiveKernelTest {
  private static final Dim S = Dim.symbol("s");
  private static final DType[] TYPES = {
    DType.F32,
    DType.F32,
    DType.F32,
    DType.F64,
    DType.F16,
    DType.BF16,
    DType.I64,
    DType.I32,
    DType.U8,
    DType.U64,
    DType.I8
  };

  private final Set<String> used = new HashSet<>();

  @Test
  void interpretersAgree() {
    int ran = 0;
    for (int seed = 0; seed < 400; seed++) {
      Graph graph = graph(new Random(seed));
      for (long s = 1; s < 4; s++) {
        ran += fits(graph, s) ? check(graph, s, seed) : 0;
      }
    }
    assertTrue(ran > 300 && used.size() >= 15, ran + " runs of " + used);
  }

  /** Whether the constraints that chance has put together hold. */
  private static boolean fits(Graph graph, long s) {
    return graph.symbols().constraints().stream()
        .allMatch(
            c -> {
              long a = c.a().evaluate(n -> s);
              long b = c.b().evaluate(n -> s);
              return c.equal() ? a == b : a <= b;
            });
  }

  private int check(Graph graph, long s, int seed) {
    Random random = new Random(seed);
    Map<String, Tensor> inputs = new HashMap<>();
    graph.params().forEach(p -> inputs.put(p.name(), input(random, p.type(), s)));
    Map<Value, Tensor> seen = new HashMap<>();
    graph.params().forEach(p -> seen.put(p, inputs.get(p.name())));
    GraphInterpreter.run(graph, inputs, seen::put);
    for (Node node : graph.nodes()) {
      used.add(node.op().getClass().getSimpleName());
      checkNode(node, seen, new HashMap<>(Map.of("s", s)), "seed " + seed + ": " + node);
    }
    return 1;
  }

  private static Tensor input(Random random, TensorType type, long s) {
    long[] shape = type.dims().stream().mapToLong(d -> d.evaluate(n -> s)).toArray();
    return Examples.random(random, type.dtype(), shape);
  }

  private static void checkNode(
      Node node, Map<Value, Tensor> seen, Map<String, Long> symbols, String where) {
    List<TensorType> types = node.inputs().stream().map(Value::type).toList();
    Tensor expected = seen.get(node.result());
    Tensor found = Garbage.tensor(expected.type(), expected.shape());
    List<Tensor> buffers = new ArrayList<>(node.inputs().stream().map(seen::get).toList());
    buffers.add(found);
    KernelInterpreter.run(NaiveKernel.of((Primitive) node.op(), types), buffers, symbols);
    assertArrayEquals(expected.bytes().array(), found.bytes().array(), where);
  }

  private static Graph graph(Random random) {
    Graph.Builder b = new Graph.Builder("random");
    List<Value> values = new ArrayList<>();
    DType type = TYPES[random.nextInt(TYPES.length)];
    values.add(b.param("x", new TensorType(type, List.of(S, Dim.of(4)))));
    values.add(b.param("y", new TensorType(type, List.of(Dim.of(2), S, Dim.of(4)))));
    values.add(b.param("at", new TensorType(DType.I64, List.of(Dim.of(3)))));
    for (int i = 0; i < 12; i++) {
      Value a = values.get(random.nextInt(values.size()));
      Value c = values.get(random.nextInt(values.size()));
      try {
        values.add(node(random, b, a, c, values.get(2)));
      } catch (IllegalArgumentException doesNotFit) {
        i += random.nextInt(2);
      }
    }
    List<Value> nodes = values.stream().filter(v -> v instanceof Node.Result).toList();
    return b.build(nodes.stream().map(v -> "r" + nodes.indexOf(v)).toList(), nodes);
  }

  private static Value node(Random random, Graph.Builder b, Value a, Value c, Value at) {
    TensorType t = a.type();
    int rank = t.rank();
    if (rank == 0) {
      return b.add(new Reshape(List.of(Dim.ONE, Dim.ONE)), a);
    }
    int axis = random.nextInt(rank);
    return switch (random.nextInt(16)) {
      case 0 -> b.add(new Apply(pick(random, Unary.Function.values())), a);
      case 1, 2 -> b.add(new Combine(pick(random, Binary.Function.values())), a, c);
      case 3 -> b.add(new Transpose(reversed(rank)), a);
      case 4 -> b.add(new Reshape(List.of(t.size(), Dim.ONE)), a);
      case 5 -> b.add(new Expand(front(Dim.of(2), t.dims())), a);
      case 6 -> b.add(new Reduce(pick(random, Reducer.values()), List.of(axis), true), a);
      case 7 -> b.add(new Reduce(pick(random, Reducer.values()), List.of(axis), false), a);
      case 8 -> b.add(new Concat(axis), a, a, c);
      case 9 -> b.add(new Convert(TYPES[random.nextInt(TYPES.length)]), a);
      case 10 -> small(random, b, a, axis);
      case 11 -> b.add(new Windows(List.of(1L), List.of(2L), List.of(1L)), a);
      case 12 ->
          b.add(
              new Where(),
              b.add(new Combine(Binary.Function.LT), a, c),
              a,
              b.add(Fill.scalar(t.dtype(), 1), List.of()));
      case 13 -> b.add(new Gather(axis), a, clamp(b, at, t.dim(axis)));
      case 14 -> b.add(new MatMul(), a, b.add(new Transpose(reversed(2)), a));
      default -> b.add(new Iota(t.dtype(), S.plus(1)));
    };
  }

  private static Value small(Random random, Graph.Builder b, Value a, int axis) {
    TensorType t = a.type();
    List<Dim> before = new ArrayList<>(java.util.Collections.nCopies(t.rank(), Dim.ZERO));
    List<Dim> after = new ArrayList<>(before);
    List<Long> steps = new ArrayList<>(java.util.Collections.nCopies(t.rank(), 1L));
    if (random.nextBoolean()) {
      before.set(axis, Dim.ONE);
      after.set(axis, S);
      return b.add(new Pad(before, after), a, b.add(Fill.scalar(t.dtype(), 3)));
    }
    before.set(axis, t.dim(axis).minus(1));
    steps.set(axis, -1L);
    Op slice = new Slice(before, t.dims(), steps);
    return b.add(slice, a);
  }

  private static Value clamp(Graph.Builder b, Value at, Dim size) {
    Value most = b.add(new Convert(DType.I64), b.add(new Dims(List.of(size.minus(1)))));
    return b.add(new Combine(Binary.Function.MIN), at, most);
  }

  private static <T> T pick(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }

  private static List<Integer> reversed(int rank) {
    List<Integer> perm = new ArrayList<>();
    for (int i = rank - 1; i >= 0; i--) {
      perm.add(i);
    }
    return perm;
  }

  private static List<Dim> front(Dim first, List<Dim> rest) {
    List<Dim> dims = new ArrayList<>(List.of(first));
    dims.addAll(rest);
    return dims;
  }
}
