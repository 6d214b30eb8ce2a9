package org.sinter.passes.compress;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.passes.Context;
import org.sinter.passes.Divisible;

/**
 * Removes heads of attention: columns of the products for queries, keys and values, and rows of the
 * product that reads the heads. Heads that share keys and values go together (Michel et al. 2019).
 *
 * @param keep the part of each attention's heads, or groups of heads, that stays; at least one does
 * @param saliency which ones go
 * @param refit whether the weights that read what stays are fitted to calibration data, so that
 *     they make up for what goes
 * @param ridge how far the fit is kept from following the data, over the mean square of a channel
 * @param except names of weights, or of source nodes, whose attention stays as it is; {@code *}
 *     stands for any characters
 */
public record PruneHeads(
    double keep, Saliency saliency, boolean refit, double ridge, List<String> except)
    implements Divisible {
  public PruneHeads {
    Pruning.check(keep, ridge);
    except = List.copyOf(except);
  }

  /** Of four three stay. */
  public PruneHeads() {
    this(0.75, Saliency.MAGNITUDE, false, 0.01, List.of());
  }

  @Override
  public PruneHeads without(List<String> names) {
    List<String> all = new ArrayList<>(except);
    all.addAll(names);
    return new PruneHeads(keep, saliency, refit, ridge, all);
  }

  @Override
  public Graph run(Graph graph, Context context) {
    return keep == 1
        ? graph
        : new Pruning("heads", this::left, saliency, refit, ridge, except)
            .run(graph, blocks(graph, context), context);
  }

  private int left(int heads) {
    return (int) Math.max(1, Math.round(keep * heads));
  }

  private static List<Block> blocks(Graph graph, Context context) {
    Map<Value, List<Node>> users = graph.users();
    Set<Value> seen = new HashSet<>();
    List<Coupled> places = new ArrayList<>();
    List<Integer> groups = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (!Crossing.isAttention(node.op()) || seen.contains(node.result())) {
        continue;
      }
      String reason = "the number of heads is not known";
      if (node.input(0).type().dim(-2).isConstant() && node.input(1).type().dim(-2).isConstant()) {
        int count = (int) node.input(1).type().dim(-2).value();
        int each = (int) (node.input(0).type().dim(-2).value() / count);
        Channels heads = Channels.each(node.result().type().rank() - 2, count).repeated(each);
        Coupled place = Coupled.from(graph, users, node.result(), heads);
        reason = obstacle(place);
        if (reason == null) {
          seen.addAll(place.values().keySet());
          places.add(place);
          groups.add(count);
        }
      }
      if (reason != null) {
        context.missed(node, "heads stay: " + reason);
      }
    }
    return Block.of(groups.stream().mapToInt(g -> g).toArray(), places);
  }

  private static String obstacle(Coupled place) {
    boolean ends = !place.readers().isEmpty() && !place.writers().isEmpty();
    return place.obstacle() != null || ends ? place.obstacle() : "no weights make or read them";
  }
}
