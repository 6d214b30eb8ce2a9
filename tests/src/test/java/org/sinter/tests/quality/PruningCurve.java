package org.sinter.tests.quality;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sinter.cli.Compiler;
import org.sinter.cli.HostModel;
import org.sinter.cli.calibrate.Measured;
import org.sinter.cli.data.Encoded;
import org.sinter.cli.data.Form;
import org.sinter.cli.data.TokenDataset;
import org.sinter.cli.data.Unit;
import org.sinter.codegen.jar.Progress;
import org.sinter.frontend.onnx.OnnxOptions;
import org.sinter.frontend.text.PipelineReader;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.text.PipelineText;
import org.sinter.passes.Activations;
import org.sinter.passes.Context;
import org.sinter.passes.Pipelines;
import org.sinter.passes.Statistics;
import org.sinter.runtime.Options;
import org.sinter.tests.conformance.Shared;
import org.sinter.tests.minilm.MiniLm;

/**
 * MiniLM on the development part of the STS benchmark after passes that look at activations, which
 * are those of sentences of its training part. Arguments: passes that follow {@code standard};
 * default: neurons, 10 to 50 % of them removed, with and without fitting. {@code -Dtexts=1000}: so
 * many sentences.
 */
final class PruningCurve implements Activations {
  private static final String[] KEEP = {"0.9", "0.8", "0.7", "0.6", "0.5"};

  private final Measured measured;
  private final Map<Value, Statistics> known = new HashMap<>();

  private PruningCurve(List<long[]> texts) {
    List<Unit> units = new ArrayList<>();
    texts.forEach(ids -> units.add(new Unit(List.of(Encoded.of(ids)), Double.NaN)));
    TokenDataset data = new TokenDataset("stsb-en-train.csv", Form.TEXTS, units);
    measured = new Measured(ports -> data, Options.defaults().withThreads(2), Progress.NONE);
  }

  /** What is asked twice is measured once, with all detail. */
  @Override
  public Map<Value, Statistics> of(Graph graph, Collection<? extends Value> values, Detail detail) {
    List<Value> missing = new ArrayList<>(values);
    missing.removeAll(known.keySet());
    if (!missing.isEmpty()) {
      long start = System.nanoTime();
      known.putAll(measured.of(graph, missing, Detail.GRAM));
      System.out.printf("(measured in %.0f s)%n", (System.nanoTime() - start) / 1e9);
    }
    return known;
  }

  public static void main(String[] arguments) throws Exception {
    List<Pair> train = Pair.read(Shared.data("datasets/stsb/stsb-en-train.csv"));
    int count = Integer.getInteger("texts", 1000);
    List<Pair> some = train.subList(0, count / 2);
    PruningCurve curve = new PruningCurve(Tokens.of(Pair.sentences(some)));
    StsB task = new StsB();
    Path directory = Files.createTempDirectory("sinter-curve");
    Path onnx = MiniLm.onnx(directory);
    Graph standard = run(Compiler.read(onnx, OnnxOptions.NONE), "standard", Context.silent());
    double[][] exact = curve.vectors(task, standard);
    System.out.printf("%-90s Spearman %.4f%n", "standard", task.spearman(exact));
    for (String passes : arguments.length > 0 ? arguments : neurons()) {
      Context context = Context.silent().with(curve);
      long start = System.nanoTime();
      Graph graph = run(standard, passes, context);
      double seconds = (System.nanoTime() - start) / 1e9;
      double[][] vectors = curve.vectors(task, graph);
      double[] cosines = StsB.cosines(exact, vectors);
      System.out.printf(
          "%-90s Spearman %.4f   cosine: mean %.4f, least %.4f   (%.0f s)%n",
          passes,
          task.spearman(vectors),
          Arrays.stream(cosines).average().orElseThrow(),
          Arrays.stream(cosines).min().orElseThrow(),
          seconds);
    }
    Files.delete(onnx);
    Files.delete(directory);
  }

  private static String[] neurons() {
    List<String> all = new ArrayList<>();
    for (String saliency : List.of("magnitude", "activations", "second-order")) {
      for (boolean refit : new boolean[] {false, true}) {
        for (String keep : KEEP) {
          all.add(
              String.format(
                  "prune-neurons {keep = %s, saliency = %s, refit = %s}", keep, saliency, refit));
        }
      }
    }
    return all.toArray(String[]::new);
  }

  private static Graph run(Graph graph, String passes, Context context) {
    String shipped = Pipelines.standardText() + "\n" + Pipelines.compressText();
    PipelineText text =
        PipelineReader.read("argument", "pipeline chosen = " + passes)
            .over(PipelineReader.read("shipped", shipped));
    return Pipelines.graphPipeline(passes, text.steps()).run(graph, context);
  }

  private double[][] vectors(StsB task, Graph graph) throws IOException {
    try (HostModel host = HostModel.of(graph, Options.defaults().withThreads(2))) {
      return task.vectors(host.model());
    }
  }
}
