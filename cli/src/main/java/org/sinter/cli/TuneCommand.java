package org.sinter.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sinter.cli.bench.Bench;
import org.sinter.cli.measure.Blocks;
import org.sinter.cli.tune.Confirmation;
import org.sinter.cli.tune.Tuner;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.Graph;
import org.sinter.passes.lower.Tuning;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sinter tune MODEL -o F}. */
@Command(
    name = "tune",
    description = {
      "Searches the schedules that are fastest on this machine, by measuring, and writes them",
      "to a record for compile --tuning. An unfinished record is taken up where it was left.",
      "Let nothing else run meanwhile."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "%nExamples:",
      "  sinter tune model.onnx -o model.tuning",
      "  sinter tune model.onnx -o model.tuning --level v4 --minutes 5",
      "  sinter compile model.onnx -o model.jar --tuning model.tuning"
    })
final class TuneCommand implements Callable<Integer> {
  @Mixin ModelInput input;

  @Option(names = "-o", required = true, paramLabel = "F", description = "The record.")
  Path record;

  @Option(
      names = "--level",
      paramLabel = "L",
      split = ",",
      description = "CPU levels; default: the best of this machine.")
  List<String> levels = new ArrayList<>();

  @Option(
      names = "--minutes",
      defaultValue = "15",
      paramLabel = "M",
      description = "How long it searches (${DEFAULT-VALUE}); confirming takes a little more.")
  double minutes;

  @Option(
      names = "--rows",
      split = ",",
      defaultValue = "128,8,512",
      paramLabel = "N",
      description = "Rows of the products that are measured: tokens of a call (${DEFAULT-VALUE}).")
  List<Integer> rows;

  @Option(
      names = "--naive",
      description = "Starts from one row and one vector at a time, not from what is shipped.")
  boolean naive;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      paramLabel = "N",
      description = "Rounds in which the model is measured at the end (${DEFAULT-VALUE}); 0: not.")
  int rounds;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    check();
    PrintWriter out = spec.commandLine().getOut();
    Graph graph = Compiler.improve(input.read(), input.pipeline(), input.context());
    Path directory = Files.createTempDirectory("sinter-tune");
    try (Bar bar = new Bar()) {
      Tuner tuner = new Tuner(settings(), directory, line -> say(out, bar, line), bar);
      Tuning found = tuner.run(graph, levels());
      if (rounds > 0) {
        Blocks blocks = new Blocks(rounds, 0.3);
        Confirmation whole =
            new Confirmation(graph, directory, blocks, jar -> JarFacts.read(jar).checks());
        for (CpuLevel level : levels()) {
          bar.at(level + " model", 0, 1);
          whole.of(level, found).forEach(line -> say(out, bar, line));
        }
      }
    } finally {
      TemporaryFiles.delete(directory);
    }
    return 0;
  }

  private void check() {
    boolean few = rows.isEmpty() || rows.stream().anyMatch(m -> m < 1 || m > 1 << 16);
    if (!(minutes > 0 && minutes <= 10_000) || few || rounds < 0) {
      throw new ParameterException(
          spec.commandLine(),
          "expected --minutes up to 10000, --rows of 1 to 65536, --rounds >= 0");
    }
  }

  private Tuner.Settings settings() {
    String header =
        String.format(
            "sinter tune %s, pipeline %s, rows %s; %s",
            input.model.getFileName(),
            input.pipeline.replaceAll("\\s+", " "),
            rows,
            Bench.machine());
    return new Tuner.Settings(record.toAbsolutePath(), header, rows, minutes, naive);
  }

  private List<CpuLevel> levels() {
    return levels.isEmpty()
        ? List.of(HostLevel.best())
        : levels.stream().map(CpuLevel::of).toList();
  }

  private static void say(PrintWriter out, Bar bar, String line) {
    bar.close();
    out.println(line);
    out.flush();
  }
}
