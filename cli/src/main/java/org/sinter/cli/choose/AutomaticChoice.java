package org.sinter.cli.choose;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.sinter.cli.HostLevel;
import org.sinter.cli.bench.Bench;
import org.sinter.cli.bench.InputMaker;
import org.sinter.cli.bench.Shape;
import org.sinter.cli.data.Dataset;
import org.sinter.cli.measure.Blocks;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.Graph;
import org.sinter.ir.text.Records;
import org.sinter.passes.Context;
import org.sinter.passes.Remark;
import org.sinter.passes.compress.Quantize;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;
import org.sinter.runtime.Tensor;

/**
 * {@code quantize} with the exceptions that this machine and some data suggest, as pipeline text.
 *
 * @param graph after the pipeline {@code before}
 * @param limit most error of the outputs
 * @param thorough how the whole is measured at the end
 */
public record AutomaticChoice(Graph graph, String before, double limit, Blocks thorough) {
  public AutomaticChoice {
    if (!(limit > 0)) {
      throw new IllegalArgumentException("the accepted error is above 0, not " + limit);
    }
  }

  /** Reads the data that fits a model. */
  @FunctionalInterface
  public interface Data {
    Dataset of(Model model) throws IOException;
  }

  /** The text, with what was measured as comments. */
  public String pipeline(
      Options options, Data data, Function<Model, List<Shape>> shapes, Consumer<String> out)
      throws Exception {
    Quantize pass = new Quantize();
    List<Group> groups = Group.of(graph, pass);
    List<String> all = groups.stream().flatMap(g -> g.members().stream()).toList();
    CpuLevel level = HostLevel.best();
    try (Trials trials = new Trials(graph, pass, all, options)) {
      Model base = trials.model(List.of());
      List<Shape> timed = shapes.apply(base);
      InputMaker maker = new InputMaker(trials.checks());
      List<Supplier<Map<String, Tensor>>> inputs = new ArrayList<>();
      timed.forEach(shape -> inputs.add(() -> maker.make(base.inputs(), shape)));
      Dataset set = data.of(base);
      Trier trier = new Trier(trials, base, inputs, set, thorough);
      Chooser.Choice choice = new Chooser(trier, limit, out).choose(groups);
      List<String> lines = new ArrayList<>();
      lines.add(header(level, options, timed, set));
      lines.addAll(comments(choice));
      StringBuilder text = new StringBuilder();
      lines.forEach(line -> text.append("// ").append(line.replaceAll("\\s+", " ")).append('\n'));
      return text.append(steps(choice, trials)).append('\n').toString();
    }
  }

  private String header(CpuLevel level, Options options, List<Shape> timed, Dataset set) {
    return String.format(
        Locale.ROOT,
        "sinter choose: %s, level %s, %d threads; times at %s; errors on %d units of %s",
        Bench.machine(),
        level,
        options.threads(),
        timed,
        set.units(),
        set.name());
  }

  private List<String> comments(Chooser.Choice choice) {
    List<String> lines = new ArrayList<>();
    if (choice.whole() != null) {
      lines.add("beside full precision: " + choice.whole().speed());
      lines.add(choice.whole().closeness());
    }
    choice.reasons().forEach(reason -> lines.add("left in f32: " + reason));
    others().forEach((reason, count) -> lines.add("left in f32: " + count + " where " + reason));
    return lines;
  }

  /** What the pass leaves anyway: reasons, and how many nodes each has. */
  private Map<String, Long> others() {
    List<Remark> remarks = new ArrayList<>();
    new Quantize().run(graph, new Context("quantize", remarks::add));
    return remarks.stream()
        .filter(remark -> !remark.applied())
        .collect(Collectors.groupingBy(Remark::reason, LinkedHashMap::new, Collectors.counting()));
  }

  private String steps(Chooser.Choice choice, Trials trials) {
    String start = "pipeline chosen = " + before;
    return choice.weights().isEmpty()
        ? start
        : start + ", " + Records.print(trials.pass(choice.weights()));
  }
}
