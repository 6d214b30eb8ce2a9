package org.sinter.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sinter.cli.calibrate.Measured;
import org.sinter.cli.calibrate.Recorded;
import org.sinter.cli.choose.AutomaticChoice;
import org.sinter.cli.choose.Undecided;
import org.sinter.cli.data.Dataset;
import org.sinter.cli.data.Ports;
import org.sinter.codegen.jar.Progress;
import org.sinter.frontend.file.Replacement;
import org.sinter.ir.Graph;
import org.sinter.ir.text.PipelineText;
import org.sinter.passes.Context;
import org.sinter.passes.graph.PoolTokens;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sinter choose MODEL --data F -o F.pipeline}. */
@Command(
    name = "choose",
    description = {
      "Decides quantize {choose = auto} of a pipeline (the default: standard, quantize {choose =",
      "auto}) by measuring: which products are worth 8 bits on this machine, by time and error.",
      "Writes a pipeline for compile --pipeline that is no slower than the one without quantize.",
      "Groups of equal products are measured alone, in half as many rounds of a third of the",
      "time, then the whole. Let nothing else run meanwhile."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "%nExamples:",
      "  sinter choose model.onnx --data texts.txt -o model.pipeline",
      "  sinter choose model.onnx --data sst2.tsv --most-error 0.02 -o model.pipeline",
      "  sinter choose model.onnx --data texts.txt -o model.pipeline \\",
      "      --pipeline \"packed, quantize {choose = auto, embeddings = f32}\"",
      "  sinter compile model.onnx -o model.jar --pipeline model.pipeline"
    })
final class ChooseCommand implements Callable<Integer> {
  private static final int FEW = 128;

  @Mixin ModelInput input;
  @Mixin DataOptions options;
  @Mixin TimingOptions timing;
  @Spec CommandSpec spec;

  @Option(names = "-o", required = true, paramLabel = "F", description = "The pipeline's file.")
  Path out;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "F",
      description = "Data to measure errors on; 128 units, unless --limit says otherwise.")
  Path data;

  @Option(
      names = "--most-error",
      defaultValue = "0.1",
      paramLabel = "E",
      description = {
        "Root of the outputs' squared errors over their squares that is accepted",
        "(${DEFAULT-VALUE}); a cosine c has about sqrt(2 - 2c). It must lie above the",
        "error's interval; with less than 10 units of data above twice the error."
      })
  double mostError;

  @Option(
      names = "--shape",
      paramLabel = "S=N,..",
      description = "Shapes to time; repeatable. Default: batch and length 1x8, 1x128, 8x128.")
  List<String> shapes = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    PrintWriter print = spec.commandLine().getOut();
    Undecided undecided = Undecided.of(input.given());
    AutomaticChoice.Decision decision =
        choice(undecided).decide(this::read, line -> say(print, line));
    PipelineText decided = decision.none() ? undecided.none() : undecided.except(decision.left());
    StringBuilder text = new StringBuilder();
    for (String line : decision.lines()) {
      text.append("// ").append(line.replaceAll("\\s+", " ")).append('\n');
    }
    text.append(decided.without(ModelInput.shipped())).append('\n');
    Replacement.write(out, text.toString());
    print.print(text);
    print.flush();
    return 0;
  }

  private AutomaticChoice choice(Undecided undecided) {
    Graph graph = Compiler.improve(pooled(input.read()), undecided.before(), input.context());
    return new AutomaticChoice(
        graph,
        undecided.pass(),
        undecided.after(),
        context(),
        mostError,
        timing.level,
        timing.threads(),
        shapes,
        timing.blocks());
  }

  /** Graphs that are not in the files are measured over the data. */
  private Context context() {
    Measured.Data own = ports -> options.read(data, input.model, ports, FEW);
    Measured measured = new Measured(own, Options.defaults(), Progress.NONE);
    return input.context().with(new Recorded(input.calibrate, measured));
  }

  /** Pooling comes before the pipeline and is not part of its text. */
  private Graph pooled(Graph graph) {
    return input.pool == null
        ? graph
        : new PoolTokens(input.pool, input.mask, input.normalize).run(graph, input.context());
  }

  private static void say(PrintWriter print, String line) {
    print.println(line);
    print.flush();
  }

  private Dataset read(Model model) throws java.io.IOException {
    return options.read(data, input.model, Ports.of(model), FEW);
  }
}
