package org.sinter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sinter.cli.calibrate.Measured;
import org.sinter.cli.calibrate.Recorder;
import org.sinter.cli.data.Dataset;
import org.sinter.cli.data.Ports;
import org.sinter.passes.Context;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sinter calibrate MODEL --pipeline P --data F -o FILE}. */
@Command(
    name = "calibrate",
    description = {
      "Measures what a pipeline wants to know of a model's activations: runs the model as it is",
      "before each pass that asks over the data, and writes the statistics for --calibrate of",
      "other commands with the same model and pipeline."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "%nExamples:",
      "  sinter calibrate model.onnx --pipeline P --data texts.txt -o model.calibration",
      "  sinter compile model.onnx --pipeline P --calibrate model.calibration -o model.jar"
    })
final class CalibrateCommand implements Callable<Integer> {
  private static final int FEW = 512;

  @Mixin ModelInput input;
  @Mixin DataOptions options;
  @Mixin RunOptions running;
  @Spec CommandSpec spec;

  @Option(names = "-o", required = true, paramLabel = "F", description = "The statistics' file.")
  Path out;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "F",
      description = "Data as of sinter evaluate; its first 512 units, unless --limit says more.")
  Path data;

  @Override
  public Integer call() throws Exception {
    if (!input.calibrate.isEmpty()) {
      throw new IllegalArgumentException("calibrate measures: --calibrate is for other commands");
    }
    String[] seen = {""};
    Recorder recorder;
    try (Bar bar = new Bar()) {
      Measured measured = new Measured(ports -> read(ports, seen), running.options(), bar);
      recorder = new Recorder(measured);
      Compiler.improve(input.read(), input.pipeline(), Context.silent().with(recorder));
    }
    if (recorder.stages() == 0) {
      throw new IllegalArgumentException(
          "no pass of --pipeline " + input.pipeline + " asks for statistics of activations");
    }
    recorder.write(out, about(seen[0]));
    new Output()
        .put("file", out.toString())
        .put("bytes", Files.size(out))
        .put("data", seen[0])
        .put("stages", recorder.stages())
        .put("values", recorder.values())
        .print(spec.commandLine().getOut(), false);
    return 0;
  }

  private Dataset read(Ports ports, String[] seen) throws IOException {
    Dataset set = options.read(data, input.model, ports, FEW);
    seen[0] = set.units() + " units of " + set.name();
    return set;
  }

  private Map<String, String> about(String seen) {
    Map<String, String> about = new LinkedHashMap<>();
    about.put("sinter", Version.NUMBER);
    about.put("model", input.model.getFileName().toString());
    about.put("pipeline", input.pipeline);
    about.put("data", seen);
    return about;
  }
}
