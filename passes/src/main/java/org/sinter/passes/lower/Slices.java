package org.sinter.passes.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.sinter.ir.Constant;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Param;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.MatMul;

/**
 * Proves that a graph treats the entries of a leading dim apart: {@code f(x)[i] = f(x[i])}, so that
 * a call may be cut into slices which know nothing of each other.
 *
 * @param symbol the leading dim of every result and of every input that has it
 * @param rows the rows of the largest product, for each entry
 */
public record Slices(String symbol, Dim rows) {
  /** The slices of a graph, null where nothing is proven. */
  public static Slices of(Graph graph) {
    Set<String> candidates = new TreeSet<>();
    for (Param param : graph.params()) {
      List<Dim> dims = param.type().dims();
      if (!dims.isEmpty() && dims.get(0).symbolName() != null) {
        candidates.add(dims.get(0).symbolName());
      }
    }
    for (String symbol : candidates) {
      Slices slices = of(graph, symbol);
      if (slices != null) {
        return slices;
      }
    }
    return null;
  }

  private static Slices of(Graph graph, String symbol) {
    SlicedAxes axes = new SlicedAxes(Dim.symbol(symbol));
    Map<Value, Integer> known = new HashMap<>();
    for (Param param : graph.params()) {
      if (axes.mentions(param.type())) {
        known.put(param, 0);
      }
    }
    boolean begins = known.keySet().stream().allMatch(v -> axes.leads(v.type()));
    boolean ends =
        begins
            && axes.follow(graph, known)
            && graph.results().stream()
                .allMatch(v -> known.getOrDefault(v, -1) == 0 && axes.leads(v.type()))
            && graph.results().stream()
                .flatMap(v -> v.type().dims().stream())
                .noneMatch(graph.symbols()::isMeasured);
    return ends ? new Slices(symbol, rows(graph, symbol)) : null;
  }

  /** The largest number of rows in the products with constants; 1 without any. */
  private static Dim rows(Graph graph, String symbol) {
    List<Dim> all = new ArrayList<>(List.of(Dim.ONE));
    for (Node node : graph.nodes()) {
      if (node.op() instanceof MatMul && NarrowProduct.stored(node.input(1)) instanceof Constant) {
        TensorType type = node.result().type();
        Dim each =
            Dim.product(type.dims().subList(0, type.rank() - 1)).exactQuotient(Dim.symbol(symbol));
        all.add(each == null ? Dim.ONE : each);
      }
    }
    return all.stream().distinct().reduce(Dim::max).orElse(Dim.ONE);
  }
}
