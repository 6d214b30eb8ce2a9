package org.sinter.cli.bisect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.sinter.codegen.jar.Progress;
import org.sinter.ir.Graph;
import org.sinter.passes.Context;
import org.sinter.passes.Divisible;
import org.sinter.passes.Divisible.Unit;
import org.sinter.passes.Pass;

/**
 * Finds where a pipeline loses quality: after each pass; then, of the pass that adds most, with
 * each layer's weights changed alone; then, of the worst layers, with each weight changed alone.
 *
 * @param metric the name of the loss
 * @param pass text name of the pass to divide; null: the one that adds most
 * @param most how many weights are measured one by one
 * @param except how many weights may become exceptions
 * @param context what passes get to know
 */
public record Bisection(
    String metric,
    Loss loss,
    String pass,
    int most,
    int except,
    Context context,
    Progress progress) {
  /** Less is taken as nothing: rounding in another order. */
  private static final double NOTHING = 1e-6;

  /** Layers that lose less than this part of the worst one's loss are not looked into. */
  private static final double MINOR = 0.1;

  public Verdict of(Graph graph, List<Pass<Graph>> passes) throws Exception {
    List<PassLoss> losses = passes(graph, passes);
    PassLoss worst = worst(losses);
    if (worst == null || !(worst.pass() instanceof Divisible divisible)) {
      return new Verdict(
          metric, losses, worst, List.of(), List.of(), List.of(), Double.NaN, passes);
    }
    List<Unit> units = divisible.units(worst.before(), context.in(worst.pass().name()));
    Map<String, List<Unit>> named = Layer.of(units);
    List<PartLoss> layers = new ArrayList<>();
    for (Map.Entry<String, List<Unit>> layer : named.entrySet()) {
      progress.at("layers", layers.size(), named.size());
      layers.add(alone(worst, divisible, units, layer.getKey(), layer.getValue()));
    }
    layers.sort(Comparator.comparingDouble(PartLoss::alone).reversed());
    List<PartLoss> weights = weights(worst, divisible, units, layers);
    List<PartLoss> exceptions = exceptions(weights);
    List<Pass<Graph>> better = new ArrayList<>(passes);
    better.set(worst.index(), divisible.without(names(exceptions)));
    progress.at("check", 0, 1);
    double remaining = exceptions.isEmpty() ? Double.NaN : rest(worst, better);
    return new Verdict(metric, losses, worst, layers, weights, exceptions, remaining, better);
  }

  private List<PassLoss> passes(Graph graph, List<Pass<Graph>> passes) throws Exception {
    List<PassLoss> losses = new ArrayList<>();
    Graph now = graph;
    double before = 0;
    for (int i = 0; i < passes.size(); i++) {
      progress.at("passes", i, passes.size());
      Graph next = run(passes.get(i), now);
      if (next != now) {
        double after = loss.of(next);
        losses.add(new PassLoss(i, passes.get(i), now, after, after - before));
        before = after;
      }
      now = next;
    }
    return losses;
  }

  private Graph run(Pass<Graph> one, Graph graph) {
    return one.run(graph, context.in(one.name()));
  }

  /** The pass that was asked for, or the one that adds most. */
  private PassLoss worst(List<PassLoss> losses) {
    if (pass != null) {
      return losses.stream()
          .filter(l -> l.pass().name().equals(pass))
          .max(Comparator.comparingDouble(PassLoss::added))
          .orElseThrow(
              () -> new IllegalArgumentException("no pass " + pass + " changes the model"));
    }
    return losses.stream()
        .filter(l -> !(l.added() < NOTHING))
        .max(Comparator.comparingDouble(PassLoss::added))
        .orElse(null);
  }

  private PartLoss alone(
      PassLoss worst, Divisible divisible, List<Unit> all, String name, List<Unit> units)
      throws Exception {
    List<String> others = all.stream().filter(u -> !units.contains(u)).map(Unit::name).toList();
    Graph graph = run(divisible.without(others), worst.before());
    return new PartLoss(name, units, loss.of(graph));
  }

  /** Of the worst layers, those of the very worst first. */
  private List<PartLoss> weights(
      PassLoss worst, Divisible divisible, List<Unit> all, List<PartLoss> layers) throws Exception {
    List<Unit> suspects = new ArrayList<>();
    for (PartLoss layer : layers) {
      if (!(layer.alone() < MINOR * layers.get(0).alone())) {
        suspects.addAll(layer.units());
      }
    }
    List<PartLoss> weights = new ArrayList<>();
    int count = Math.min(most, suspects.size());
    for (Unit unit : suspects.subList(0, count)) {
      progress.at("weights", weights.size(), count);
      weights.add(alone(worst, divisible, all, unit.name(), List.of(unit)));
    }
    weights.sort(Comparator.comparingDouble(PartLoss::alone).reversed());
    return weights;
  }

  /** The fewest that make up half of the losses, which add in squares. */
  private List<PartLoss> exceptions(List<PartLoss> weights) {
    double all = weights.stream().mapToDouble(w -> w.alone() * w.alone()).sum();
    List<PartLoss> taken = new ArrayList<>();
    double sum = 0;
    for (PartLoss weight : weights) {
      if (taken.size() < except && weight.alone() >= NOTHING && !(sum >= all / 2)) {
        taken.add(weight);
        sum += weight.alone() * weight.alone();
      }
    }
    return taken;
  }

  private static List<String> names(List<PartLoss> parts) {
    return parts.stream().flatMap(p -> p.units().stream()).map(Unit::name).toList();
  }

  private double rest(PassLoss worst, List<Pass<Graph>> better) throws Exception {
    Graph graph = worst.before();
    for (Pass<Graph> each : better.subList(worst.index(), better.size())) {
      graph = run(each, graph);
    }
    return loss.of(graph);
  }
}
