package org.sinter.passes.compress;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Nullable;
import org.sinter.ir.Value;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.diag.Location;
import org.sinter.ir.op.Formula;
import org.sinter.passes.Activations.Detail;
import org.sinter.passes.Context;
import org.sinter.passes.Pass;
import org.sinter.passes.Statistics;

/**
 * Removes whole Transformer layers: what read a layer's output reads its input. Layers are found by
 * their residual sums, attention first, and counted from 0.
 *
 * @param keep how many stay; or
 * @param layers the numbers of those that go
 * @param choice which ones go when {@code keep} says how many
 */
public record PruneLayers(@Nullable Integer keep, List<Integer> layers, Choice choice)
    implements Pass<Graph> {
  /** Which layers go. */
  public enum Choice {
    /** Evenly spread ones, neither the first nor the last if more than one stays. */
    SPREAD,
    /**
     * Those that change least of what they get, {@code |out - in|^2 / |in|^2} over calibration data
     * (after Men et al. 2024).
     */
    CHANGE
  }

  public PruneLayers {
    if (keep != null && keep < 1) {
      throw new IllegalArgumentException("keep is " + keep + ", expected 1 layer or more");
    }
    if (keep != null && !layers.isEmpty()) {
      throw new IllegalArgumentException("expected keep or layers, found both");
    }
    layers = List.copyOf(layers);
  }

  /** Says nothing yet. */
  public PruneLayers() {
    this(null, List.of(), Choice.SPREAD);
  }

  @Override
  public Graph run(Graph graph, Context context) {
    List<Layer> all = Layer.of(graph);
    Set<Integer> gone = gone(graph, all, context);
    Map<Node, Integer> through = new HashMap<>();
    for (int i : gone) {
      Layer layer = all.get(i);
      through.putAll(layer.through());
      Node last = ((Node.Result) layer.output()).node();
      context.applied(last, "layer removed", "layer " + i + ": " + layer.nodes() + " ops");
    }
    return graph.rewrite(
        (b, node, in) -> through.containsKey(node) ? List.of(in.get(through.get(node))) : null);
  }

  private Set<Integer> gone(Graph graph, List<Layer> all, Context context) {
    if (keep == null && layers.isEmpty()) {
      throw failed("neither how many layers stay (keep) nor which go (layers) is said");
    }
    if (keep == null) {
      for (int i : layers) {
        if (i < 0 || i >= all.size()) {
          throw failed("no layer " + i + ": the model has " + counted(all));
        }
      }
      return new TreeSet<>(layers);
    }
    if (keep > all.size()) {
      throw failed("keep is " + keep + ": the model has " + counted(all));
    }
    if (keep == all.size()) {
      return Set.of();
    }
    return choice == Choice.SPREAD ? spread(all.size()) : leastChange(graph, all, context);
  }

  private static String counted(List<Layer> all) {
    return all.isEmpty() ? "no layers that are found" : "layers 0 to " + (all.size() - 1);
  }

  private CompileException failed(String reason) {
    return new CompileException(Location.of(name()), reason);
  }

  private Set<Integer> spread(int count) {
    Set<Integer> gone = IntStream.range(0, count).boxed().collect(Collectors.toSet());
    for (int i = 0; i < keep; i++) {
      gone.remove((int) Math.round(keep == 1 ? 0 : i * (count - 1.0) / (keep - 1)));
    }
    return new TreeSet<>(gone);
  }

  private Set<Integer> leastChange(Graph graph, List<Layer> all, Context context) {
    double[] changes = changes(graph, all, context);
    return IntStream.range(0, changes.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> changes[i]))
        .limit(changes.length - keep)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static double[] changes(Graph graph, List<Layer> all, Context context) {
    Graph.Builder b = graph.toBuilder();
    List<Value> changes = all.stream().map(l -> new Formula(b).sub(l.output(), l.input())).toList();
    List<String> names = IntStream.range(0, changes.size()).mapToObj(i -> "change" + i).toList();
    Graph tapped = b.build(names, changes);
    List<Value> values = new ArrayList<>(changes);
    all.forEach(layer -> values.add(layer.input()));
    Map<Value, Statistics> found = context.activations().of(tapped, values, Detail.CHANNELS);
    double[] relative = new double[changes.size()];
    for (int i = 0; i < relative.length; i++) {
      relative[i] = squares(found.get(changes.get(i))) / squares(found.get(all.get(i).input()));
    }
    return relative;
  }

  private static double squares(Statistics statistics) {
    return IntStream.range(0, statistics.channels())
        .mapToDouble(j -> statistics.squares()[j])
        .sum();
  }
}
