package org.sinter.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sinter.cli.data.Dataset;
import org.sinter.cli.data.Ports;
import org.sinter.cli.metric.Evaluation;
import org.sinter.cli.metric.Observed;
import org.sinter.cli.metric.Score;
import org.sinter.runtime.Options;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sinter evaluate MODEL --data F}. */
@Command(
    name = "evaluate",
    description = {
      "Says what a model is worth on data: correlation with people's scores, accuracy, perplexity,",
      "and how near it is to a reference; each with a 95 %% bootstrap interval."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "%nData: .csv or .tsv of texts, pairs with a score, or texts with a class; .txt of texts or",
      "token ids; .u16 or .u32 of token ids; .safetensors, .npz or a directory with in.NAME, out.NAME.",
      "%nExamples:",
      "  sinter evaluate embed.jar --data stsb-dev.csv",
      "  sinter evaluate model.onnx --pipeline int8 --data stsb-dev.csv",
      "  sinter evaluate int8.jar --reference fp32.jar --data sst2.tsv --json",
      "  sinter evaluate lm.onnx --data valid.u16 --window 256 --limit 50"
    })
final class EvaluateCommand implements Callable<Integer> {
  @Mixin ModelInput input;
  @Mixin DataOptions options;
  @Mixin MetricOptions metrics;
  @Mixin RunOptions running;
  @Spec CommandSpec spec;

  @Option(names = "--data", required = true, paramLabel = "F", description = "The data.")
  Path data;

  @Option(
      names = "--reference",
      paramLabel = "MODEL",
      description = {
        "What fidelity is measured to: a model jar or file. Default: the same model by the",
        "pipeline standard, where MODEL is a file and its pipeline another."
      })
  Path reference;

  @Option(names = "--json", description = "Prints the figures as JSON.")
  boolean json;

  @Override
  public Integer call() throws Exception {
    Options run = running.options();
    try (Loaded model = Loaded.of(input, run);
        Loaded compared = reference(run)) {
      Dataset set = options.read(data, input.model, Ports.of(model.model()));
      List<Observed> found =
          Evaluation.run(
                  set,
                  List.of(model.candidate()),
                  compared == null ? null : compared.candidate(),
                  metrics.wanted())
              .get(0);
      print(set, compared == null ? null : compared.candidate().name(), found);
    }
    return 0;
  }

  private Loaded reference(Options run) throws IOException {
    if (reference != null) {
      return Loaded.of(input.with(reference, "standard"), run);
    }
    boolean other = !Loaded.isJar(input.model) && !input.pipeline.equals("standard");
    return other ? Loaded.of(input.with(input.model, "standard"), run) : null;
  }

  private void print(Dataset set, String compared, List<Observed> found) {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, Object> scores = new LinkedHashMap<>();
    for (Observed each : found) {
      Score score = each.score();
      scores.put(each.metric().name(), json ? score.json() : score);
    }
    Output report = new Output().put("data", set.name()).put("form", set.form().toString());
    report.put("units", set.units());
    if (compared != null) {
      report.put("reference", compared);
    }
    if (json) {
      report.put("metrics", scores);
    } else {
      scores.forEach(report::put);
    }
    report.print(out, json);
  }
}
