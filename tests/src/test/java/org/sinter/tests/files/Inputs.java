package org.sinter.tests.files;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.sinter.ir.Graph;
import org.sinter.ir.Param;
import org.sinter.ir.Tensor;

/** Seeded inputs of a graph. */
final class Inputs {
  private Inputs() {}

  /** Floats around 0, integers 0 or 1 (so that they can be indices), small symbols. */
  static Map<String, Tensor> of(Graph graph, Map<String, Long> sizes, long seed) {
    Map<String, Long> symbols = symbols(graph, sizes);
    Random random = new Random(seed);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (Param param : graph.params()) {
      long[] shape =
          param.type().dims().stream().mapToLong(d -> d.evaluate(symbols::get)).toArray();
      Tensor tensor = Tensor.allocate(param.type().dtype(), shape);
      for (long i = 0; i < tensor.size(); i++) {
        if (tensor.type().isFloat()) {
          tensor.set(i, random.nextGaussian());
        } else {
          tensor.set(i, (long) random.nextInt(2));
        }
      }
      inputs.put(param.name(), tensor);
    }
    return inputs;
  }

  private static Map<String, Long> symbols(Graph graph, Map<String, Long> sizes) {
    Set<String> names = new TreeSet<>();
    graph.params().forEach(p -> p.type().dims().forEach(d -> names.addAll(d.symbols())));
    Map<String, Long> symbols = new HashMap<>();
    for (String name : names) {
      symbols.put(name, sizes.getOrDefault(name, 2L + symbols.size()));
    }
    return symbols;
  }
}
