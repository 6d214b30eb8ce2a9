package org.sinter.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sinter.cli.bench.Shape;
import org.sinter.cli.bisect.BisectJson;
import org.sinter.cli.bisect.BisectText;
import org.sinter.cli.bisect.Bisection;
import org.sinter.cli.bisect.Verdict;
import org.sinter.cli.calibrate.Measured;
import org.sinter.cli.calibrate.Recorded;
import org.sinter.cli.data.Dataset;
import org.sinter.cli.data.MadeUp;
import org.sinter.cli.data.Ports;
import org.sinter.cli.metric.Wanted;
import org.sinter.cli.report.Json;
import org.sinter.codegen.jar.Progress;
import org.sinter.frontend.file.Replacement;
import org.sinter.ir.Graph;
import org.sinter.passes.Context;
import org.sinter.passes.Pass;
import org.sinter.passes.graph.PoolTokens;
import org.sinter.runtime.Options;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sinter bisect MODEL --pipeline P}: the pass, layer and weight that quality is lost at. */
@Command(
    name = "bisect",
    description = {
      "Finds the pass, then the layer and the weight where quality is lost, and writes a pipeline",
      "that leaves the worst weights as they are."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "%nEach step is compiled and compared with the model as it was read.",
      "%nExamples:",
      "  sinter bisect model.onnx --pipeline int8 --data stsb-dev.csv",
      "  sinter bisect model.onnx --pipeline int8 --data stsb-dev.csv --metric spearman",
      "  sinter bisect model.onnx --pipeline bf16 --write better.pipeline"
    })
final class BisectCommand implements Callable<Integer> {
  private static final int FEW = 200;

  /** Units of data where none are given, compiled and run for each candidate. */
  private static final int MADE_UP = 6;

  @Mixin ModelInput input;
  @Mixin DataOptions options;
  @Spec CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "F",
      description = "The data, its first 200 units unless --limit says more; default: random.")
  Path data;

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description = "As evaluate names them: relative-error (the default), cosine-min, spearman, …")
  String metric;

  @Option(names = "--output", description = "The output to look at.")
  String output;

  @Option(
      names = "--pass",
      paramLabel = "PASS",
      description = "The pass to look into; default: the one that adds most.")
  String pass;

  @Option(
      names = "--weights",
      paramLabel = "N",
      defaultValue = "24",
      description = "Most weights that are measured one by one (${DEFAULT-VALUE}).")
  int most;

  @Option(
      names = "--except",
      paramLabel = "N",
      defaultValue = "4",
      description = "Most weights that are left as they are in the end (${DEFAULT-VALUE}).")
  int except;

  @Option(names = "--write", paramLabel = "F", description = "Writes the better pipeline.")
  Path write;

  @Option(names = "--json", description = "Says it as JSON.")
  boolean json;

  @Override
  public Integer call() throws Exception {
    List<Pass<Graph>> passes = input.pipeline().passes();
    List<Pass<Graph>> leading = leading(passes);
    Graph graph = input.read();
    for (Pass<Graph> each : leading) {
      graph = each.run(graph, input.context());
    }
    Verdict verdict = verdict(graph, passes.subList(leading.size(), passes.size()));
    if (write != null) {
      String better = BisectText.pipeline(verdict, input.given(), ModelInput.shipped());
      Replacement.write(write, better);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.text(BisectJson.of(verdict)) + "\n" : BisectText.of(verdict));
    out.flush();
    return 0;
  }

  /** Pooling that is asked for is part of the model, not of what may lose quality. */
  private List<Pass<Graph>> leading(List<Pass<Graph>> passes) {
    List<Pass<Graph>> leading = new ArrayList<>();
    if (input.pool != null && !passes.isEmpty() && passes.get(0) instanceof PoolTokens) {
      leading.add(passes.get(0));
    }
    return leading;
  }

  private Verdict verdict(Graph graph, List<Pass<Graph>> passes) throws Exception {
    Options run = Options.defaults();
    try (Loaded reference = Loaded.of(input, graph, run);
        Bar bar = new Bar()) {
      Dataset set = data(reference);
      Wanted wanted = wanted();
      CompiledLoss loss = CompiledLoss.of(input, run, set, reference.candidate(), wanted, metric);
      String name = loss.metric() + " on " + set.units() + " units of " + set.name();
      return new Bisection(name, loss, pass, most, except, context(run), bar).of(graph, passes);
    }
  }

  /** Graphs that are not in the files, since less is done to them, are measured over the data. */
  private Context context(Options run) {
    if (data == null) {
      return input.context();
    }
    Measured.Data own = ports -> options.read(data, input.model, ports, FEW);
    Measured measured = new Measured(own, run, Progress.NONE);
    return input.context().with(new Recorded(input.calibrate, measured));
  }

  private Wanted wanted() {
    boolean fidelity = metric == null;
    return new Wanted(fidelity ? List.of(Wanted.Kind.FIDELITY) : null, output);
  }

  private Dataset data(Loaded reference) throws Exception {
    if (data == null) {
      Ports ports = Ports.of(reference.model());
      List<Shape> shapes = Shape.defaults(ports.symbols(), ports.inputs());
      return MadeUp.of(ports, reference.checks(), shapes, MADE_UP);
    }
    return options.read(data, input.model, Ports.of(reference.model()), FEW);
  }
}
