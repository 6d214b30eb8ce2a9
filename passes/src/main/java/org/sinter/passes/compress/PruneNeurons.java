package org.sinter.passes.compress;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.ir.Constant;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.passes.Context;
import org.sinter.passes.Divisible;

/**
 * Removes hidden neurons of feed-forward blocks: {@code f(x w1 + b1) w2} with {@code w1 [d, h]} and
 * {@code w2 [h, d]} becomes the same with fewer columns of w1, entries of b1 and rows of w2; f is
 * whatever computes each neuron alone, gates too.
 *
 * @param keep the part of each block's neurons that stays
 * @param multiple how many stay is a multiple of this where it was before
 * @param saliency which ones go
 * @param refit whether the weights that read what stays are fitted to calibration data, so that
 *     they make up for what goes
 * @param ridge how far the fit is kept from following the data, over the mean square of a channel
 * @param except names of weights, or of source nodes, whose blocks stay as they are; {@code *}
 *     stands for any characters
 */
public record PruneNeurons(
    double keep, int multiple, Saliency saliency, boolean refit, double ridge, List<String> except)
    implements Divisible {
  public PruneNeurons {
    Pruning.check(keep, ridge);
    if (multiple < 1) {
      throw new IllegalArgumentException("multiple is " + multiple + ", expected 1 or more");
    }
    except = List.copyOf(except);
  }

  /** Of ten seven stay. */
  public PruneNeurons() {
    this(0.7, 16, Saliency.MAGNITUDE, false, 0.01, List.of());
  }

  @Override
  public PruneNeurons without(List<String> names) {
    List<String> all = new ArrayList<>(except);
    all.addAll(names);
    return new PruneNeurons(keep, multiple, saliency, refit, ridge, all);
  }

  @Override
  public Graph run(Graph graph, Context context) {
    return keep == 1
        ? graph
        : new Pruning("neurons", this::left, saliency, refit, ridge, except)
            .run(graph, blocks(graph), context);
  }

  private int left(int neurons) {
    int step = neurons % multiple == 0 ? multiple : 1;
    return (int) Math.min(neurons, Math.max(1, Math.round(keep * neurons / step)) * step);
  }

  private static List<Block> blocks(Graph graph) {
    Map<Value, List<Node>> users = graph.users();
    Set<Value> seen = new HashSet<>();
    List<Coupled> places = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Value hidden = Crossing.isLinear(node) ? node.input(0) : null;
      if (hidden == null || !hidden.type().dim(-1).isConstant() || seen.contains(hidden)) {
        continue;
      }
      Channels each = Channels.each(hidden.type().rank() - 1, hidden.type().dim(-1).value());
      Coupled place = Coupled.from(graph, users, hidden, each);
      if (place.obstacle() == null && isBlock(place)) {
        seen.addAll(place.values().keySet());
        places.add(place);
      }
    }
    return Block.of(places.stream().mapToInt(PruneNeurons::neurons).toArray(), places);
  }

  private static int neurons(Coupled place) {
    return place.readers().values().iterator().next().owner().length;
  }

  /** What comes out is as wide as what goes in. */
  private static boolean isBlock(Coupled place) {
    Set<Long> outer = new HashSet<>();
    place.readers().keySet().forEach(n -> outer.add(width(n, 1)));
    place.writers().keySet().forEach(n -> outer.add(width(n, 0)));
    return outer.size() == 1 && !place.writers().isEmpty();
  }

  private static long width(Node product, int axis) {
    Constant weight = Crossing.weight(product);
    return weight.type().dim(axis).value();
  }
}
