package org.sinter.cli.choose;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.sinter.cli.HostJar;
import org.sinter.cli.bench.Bench;
import org.sinter.cli.data.Dataset;
import org.sinter.cli.measure.Blocks;
import org.sinter.ir.Constant;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.passes.Context;
import org.sinter.passes.Divisible;
import org.sinter.passes.Pass;
import org.sinter.passes.Remark;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;

/**
 * Which weights a pass should change: those that this machine and some data suggest.
 *
 * @param graph after the passes that come before
 * @param pass what changes weights
 * @param after passes that follow
 * @param context what passes get to know
 * @param limit most error of the outputs
 * @param level the CPU level that counts; null: the best that this machine has
 * @param threads numbers of them that are timed
 * @param shapes that are timed; none: those by default
 * @param thorough how the whole is measured at the end
 */
public record AutomaticChoice(
    Graph graph,
    Divisible pass,
    Pass<Graph> after,
    Context context,
    double limit,
    String level,
    List<Integer> threads,
    List<String> shapes,
    Blocks thorough) {
  public AutomaticChoice {
    if (!(limit > 0)) {
      throw new IllegalArgumentException("the accepted error is above 0, not " + limit);
    }
    threads = List.copyOf(threads);
    shapes = List.copyOf(shapes);
  }

  /** Reads the data that fits a model. */
  @FunctionalInterface
  public interface Data {
    Dataset of(Model model) throws IOException;
  }

  /**
   * What was decided.
   *
   * @param none whether all weights stay as they are
   * @param left names of weights that stay as they are
   * @param lines what was measured, and what was left for which reason
   */
  public record Decision(boolean none, List<String> left, List<String> lines) {}

  /** Measures; {@code out} hears of each step. */
  public Decision decide(Data data, Consumer<String> out) throws Exception {
    List<Remark> remarks = new ArrayList<>();
    Graph all = pass.run(graph, new Context(pass.name(), remarks::add, context.measured()));
    List<Group> groups = Group.of(graph, pass.units(graph, all));
    List<String> names = groups.stream().flatMap(g -> g.members().stream()).toList();
    Trials trials = new Trials(graph, pass, after, context.unheard(), names, level);
    Options plain = Options.defaults();
    Options options = level == null ? plain : plain.withLevel(level);
    try (HostJar base = trials.jar(List.of());
        Model model = base.load(options)) {
      Dataset set = data.of(model);
      List<Place> places = Place.of(model, base.checks(), shapes, set, threads);
      Trier trier = new Trier(trials, base, options, places, set, thorough);
      Chooser.Choice choice = new Chooser(trier, limit, out).choose(groups);
      List<String> lines = new ArrayList<>(header(model.level(), places, set));
      lines.addAll(reasons(choice));
      lines.addAll(others(remarks));
      return new Decision(choice.weights().isEmpty(), trials.others(choice.weights()), lines);
    }
  }

  private List<String> header(String used, List<Place> places, Dataset set) {
    return List.of(
        String.format(
            Locale.ROOT,
            "sinter choose: %s, level %s; errors on %d units of %s, up to %.1e accepted",
            Bench.machine(),
            used,
            set.units(),
            set.name(),
            limit),
        "timed: " + places.stream().map(Place::toString).collect(Collectors.joining("; ")));
  }

  private static List<String> reasons(Chooser.Choice choice) {
    List<String> lines = new ArrayList<>();
    if (choice.whole() != null) {
      choice.whole().speeds().forEach(speed -> lines.add("beside the model without: " + speed));
      lines.add(choice.whole().distance().toString());
    }
    choice.reasons().forEach(reason -> lines.add("left: " + reason));
    return lines;
  }

  /** What the pass leaves anyway: reasons, and how many nodes each has. */
  private static List<String> others(List<Remark> remarks) {
    Map<String, Long> reasons =
        remarks.stream()
            .filter(remark -> !remark.applied())
            .collect(
                Collectors.groupingBy(
                    AutomaticChoice::reason, LinkedHashMap::new, Collectors.counting()));
    return reasons.entrySet().stream()
        .map(e -> "left: " + e.getValue() + " where " + e.getKey())
        .toList();
  }

  /** The same for all weights of one fate. */
  private static String reason(Remark remark) {
    String reason = remark.reason();
    for (Value input : remark.at().inputs()) {
      if (input instanceof Constant weight && !weight.name().isEmpty()) {
        reason = reason.replace(weight.name(), "the weight");
      }
    }
    return reason;
  }
}
