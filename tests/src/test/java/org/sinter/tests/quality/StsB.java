package org.sinter.tests.quality;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.sinter.runtime.Model;
import org.sinter.tests.minilm.MiniLm;

/**
 * MiniLM on the development part of the STS benchmark: Spearman's correlation of the cosines with
 * what people said, and each model's vectors beside the first one's. Arguments: model jars, or
 * pipelines by which MiniLM is compiled here; default {@code standard bf16}.
 */
final class StsB {
  private final List<Pair> pairs;
  private final List<long[]> texts;

  StsB() throws IOException {
    pairs = Pair.dev();
    texts = Tokens.of(Pair.sentences(pairs));
  }

  public static void main(String[] arguments) throws Exception {
    List<String> models = arguments.length > 0 ? List.of(arguments) : List.of("standard", "bf16");
    StsB task = new StsB();
    double[][] first = null;
    for (String model : models) {
      double[][] vectors = task.vectors(jar(model));
      first = first == null ? vectors : first;
      double[] cosines = cosines(first, vectors);
      System.out.printf(
          "%-24s Spearman %.4f   cosine to %s: least %.7f, mean %.7f%n",
          model,
          task.spearman(vectors),
          models.get(0),
          IntStream.range(0, cosines.length).mapToDouble(i -> cosines[i]).min().orElseThrow(),
          IntStream.range(0, cosines.length).mapToDouble(i -> cosines[i]).average().orElseThrow());
    }
  }

  private static Path jar(String model) throws IOException {
    if (Files.isRegularFile(Path.of(model))) {
      return Path.of(model);
    }
    Path directory = Files.createTempDirectory("sinter-stsb");
    Path onnx = MiniLm.onnx(directory);
    Path jar = directory.resolve("m.jar");
    MiniLm.compile(onnx, jar, "--target", "linux-x86_64", "--pipeline", model);
    Files.delete(onnx);
    directory.toFile().deleteOnExit();
    jar.toFile().deleteOnExit();
    return jar;
  }

  /** Of all sentences, in the order of {@link Pair#sentences}. */
  double[][] vectors(Path jar) {
    try (Model model = Model.load(jar)) {
      return new Vectors(model).of(texts);
    }
  }

  double spearman(double[][] vectors) {
    int n = pairs.size();
    double[] found = new double[n];
    for (int i = 0; i < n; i++) {
      found[i] = Vectors.cosine(vectors[i], vectors[n + i]);
    }
    return Spearman.of(found, pairs.stream().mapToDouble(Pair::score).toArray());
  }

  static double[] cosines(double[][] a, double[][] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> Vectors.cosine(a[i], b[i])).toArray();
  }

  /** Tokens of each sentence, with the two that begin and end it. */
  int[] lengths() {
    return texts.stream().mapToInt(ids -> ids.length).toArray();
  }
}
