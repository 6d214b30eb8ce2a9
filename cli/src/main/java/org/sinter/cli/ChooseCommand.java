package org.sinter.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sinter.cli.bench.Shape;
import org.sinter.cli.choose.AutomaticChoice;
import org.sinter.cli.data.Dataset;
import org.sinter.cli.data.Ports;
import org.sinter.cli.measure.Blocks;
import org.sinter.frontend.file.Replacement;
import org.sinter.ir.Graph;
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
      "Finds which products are worth 8 bits on this machine: measures time and error of each group",
      "of equal ones, and writes a pipeline for compile --pipeline that is no slower than full",
      "precision. Let nothing else run meanwhile."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "%nExamples:",
      "  sinter choose model.onnx --data texts.txt -o model.pipeline",
      "  sinter choose model.onnx --data sst2.tsv --most-error 0.02 -o model.pipeline",
      "  sinter compile model.onnx -o model.jar --pipeline model.pipeline"
    })
final class ChooseCommand implements Callable<Integer> {
  private static final int FEW = 128;

  @Mixin ModelInput input;
  @Mixin DataOptions options;
  @Mixin RunOptions running;
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
        "(${DEFAULT-VALUE}); a cosine c has about sqrt(2 - 2c)."
      })
  double mostError;

  @Option(
      names = "--shape",
      paramLabel = "S=N,..",
      description = "Shapes to time; repeatable. Default: batch and length 1x8, 1x128, 8x128.")
  List<String> shapes = new ArrayList<>();

  @Option(
      names = "--rounds",
      defaultValue = "15",
      description = "Rounds in which the whole is measured at the end (${DEFAULT-VALUE}).")
  int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "0.3",
      description = "Length of their blocks (${DEFAULT-VALUE}).")
  double seconds;

  @Override
  public Integer call() throws Exception {
    Options run = running.options();
    PrintWriter print = spec.commandLine().getOut();
    Graph graph = Compiler.improve(input.read(), input.pipeline(), input.context());
    AutomaticChoice choice =
        new AutomaticChoice(graph, input.steps(), mostError, new Blocks(rounds, seconds));
    String text = choice.pipeline(run, this::read, this::shapes, line -> say(print, line));
    Replacement.write(out, text);
    print.print(text);
    print.flush();
    return 0;
  }

  private static void say(PrintWriter print, String line) {
    print.println(line);
    print.flush();
  }

  private Dataset read(Model model) throws java.io.IOException {
    return options.read(data, input.model, Ports.of(model), FEW);
  }

  private List<Shape> shapes(Model model) {
    return Shape.of(shapes, model.symbols(), model.inputs());
  }
}
