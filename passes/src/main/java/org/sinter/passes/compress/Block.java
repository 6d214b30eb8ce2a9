package org.sinter.passes.compress;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.sinter.ir.Constant;
import org.sinter.ir.Node;
import org.sinter.ir.Value;

/**
 * Units about which one decision is made: those of a place in the graph, or of several that use the
 * same weights, as in layers that share them.
 */
record Block(int units, List<Coupled> uses) {
  /**
   * A weight whose rows (of products that read units) or columns (of those that write them) are
   * channels.
   *
   * @param inputs what its products multiply
   */
  record Side(Constant weight, int[] owner, List<Node> products, List<Value> inputs) {}

  /** Places of {@code units} units each, by their weights; in order. */
  static List<Block> of(int[] units, List<Coupled> places) {
    Map<List<Constant>, Block> blocks = new LinkedHashMap<>();
    for (int i = 0; i < units.length; i++) {
      int count = units[i];
      List<Constant> key = weights(places.get(i));
      blocks.computeIfAbsent(key, k -> new Block(count, new ArrayList<>())).uses.add(places.get(i));
    }
    return List.copyOf(blocks.values());
  }

  private static List<Constant> weights(Coupled place) {
    List<Constant> weights = new ArrayList<>();
    place.readers().keySet().forEach(n -> weights.add(Crossing.weight(n)));
    place.writers().keySet().forEach(n -> weights.add(Crossing.weight(n)));
    return weights;
  }

  List<Side> readers() {
    return sides(uses.stream().map(Coupled::readers).toList());
  }

  List<Side> writers() {
    return sides(uses.stream().map(Coupled::writers).toList());
  }

  /** All weights with channels. */
  List<Side> sides() {
    List<Side> all = new ArrayList<>(writers());
    all.addAll(readers());
    return all;
  }

  private static List<Side> sides(List<Map<Node, Channels>> maps) {
    Map<Constant, Side> sides = new LinkedHashMap<>();
    for (Map<Node, Channels> map : maps) {
      map.forEach(
          (node, channels) -> {
            Side side =
                sides.computeIfAbsent(
                    Crossing.weight(node),
                    w -> new Side(w, channels.owner(), new ArrayList<>(), new ArrayList<>()));
            side.products.add(node);
            side.inputs.add(node.input(0));
          });
    }
    return List.copyOf(sides.values());
  }

  /** The node that remarks are about: the first product that reads the units. */
  Node node() {
    return uses.get(0).readers().keySet().iterator().next();
  }

  /** Names of its weights, and of the nodes of the source that use them. */
  Set<String> names() {
    Set<String> names = new HashSet<>();
    for (Coupled use : uses) {
      weights(use).forEach(w -> names.add(w.name()));
      use.readers().keySet().forEach(n -> names.add(n.origin()));
      use.writers().keySet().forEach(n -> names.add(n.origin()));
    }
    return names;
  }

  /** The weights that shrink, as text. */
  String described() {
    return weights(uses.get(0)).stream()
        .map(Constant::name)
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
