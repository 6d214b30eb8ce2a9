package org.sinter.tests.equivalence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Param;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;

/** Several random graphs over the same inputs, of every element type, as one graph. */
final class RandomModel {
  private static final Dim S = Dim.symbol("s");
  private static final Dim B = Dim.symbol("b");
  private static final Dim P = Dim.symbolFromZero("p");

  private final Graph.Builder b;
  private final List<Param> params = new ArrayList<>();
  private final List<Value> results = new ArrayList<>();

  RandomModel(long seed, int graphs, int ops) {
    this.b = new Graph.Builder("random" + seed);
    params.add(b.param("x", new TensorType(DType.F32, List.of(S, Dim.of(4)))));
    params.add(b.param("y", new TensorType(DType.F32, List.of(B, S, Dim.of(4)))));
    params.add(b.param("past", new TensorType(DType.F32, List.of(B, P, Dim.of(4)))));
    params.add(b.param("n", new TensorType(DType.I64, List.of(B, S))));
    params.add(b.param("scalar", TensorType.of(DType.F32)));
    for (DType type : DType.values()) {
      params.add(b.param("in_" + type, new TensorType(type, List.of(S, Dim.of(4)))));
    }
    for (int i = 0; i < graphs; i++) {
      grow(new Random(seed * 1000 + i), ops);
    }
  }

  private void grow(Random random, int ops) {
    List<Item> items = new ArrayList<>();
    List<Param> few = new ArrayList<>(params.subList(0, 5));
    for (int i = 0; i < 3; i++) {
      few.add(params.get(5 + random.nextInt(params.size() - 5)));
    }
    for (Param param : few) {
      items.add(new Item(param, 2, param.type().dtype().bits() < 16 ? 0 : 2));
    }
    RandomOps source = new RandomOps(random, b, items);
    int made = 0;
    for (int tries = 0; made < ops && tries < 40 * ops; tries++) {
      Item item = source.next();
      if (item != null) {
        made++;
        if (made == ops || random.nextInt(4) == 0) {
          results.add(item.value());
        }
      }
    }
    if (random.nextInt(4) == 0) {
      results.add(items.get(random.nextInt(items.size())).value());
    }
  }

  /** All results, or those from {@code first} on. */
  Graph graph(int first, int count) {
    List<Value> some = results.subList(first, first + count);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add("r" + (first + i));
    }
    return b.build(names, some);
  }

  Graph graph() {
    return graph(0, results.size());
  }

  int size() {
    return results.size();
  }

  /** Multiples of a quarter, or small integers. */
  static Map<String, Tensor> inputs(Graph graph, long seed, long s, long batch, long past) {
    Random random = new Random(seed);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (Param param : graph.params()) {
      long[] shape =
          param.type().dims().stream()
              .mapToLong(d -> d.evaluate(n -> n.equals("s") ? s : n.equals("b") ? batch : past))
              .toArray();
      inputs.put(param.name(), tensor(param.type().dtype(), shape, random));
    }
    return inputs;
  }

  private static Tensor tensor(DType type, long[] shape, Random random) {
    Tensor tensor = Tensor.allocate(type, shape);
    for (int i = 0; i < tensor.size(); i++) {
      if (type == DType.BOOL) {
        tensor.set(i, (long) random.nextInt(2));
      } else if (type.isFloat()) {
        tensor.set(i, type.bits() < 16 ? random.nextInt(7) - 3.0 : (random.nextInt(25) - 12) / 4.0);
      } else {
        tensor.set(i, (long) random.nextInt(9) - 4);
      }
    }
    return tensor;
  }
}
