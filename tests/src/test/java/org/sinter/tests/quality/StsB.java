package org.sinter.tests.quality;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.sinter.runtime.Model;
import org.sinter.tests.minilm.MiniLm;

/**
 * MiniLM on the development part of the STS benchmark: Spearman's correlation of the cosines with
 * what people said, and each model's vectors beside the first one's. Arguments: model jars, ONNX
 * files for ONNX Runtime, {@code peer} for its own int8 file of MiniLM, or pipelines by which
 * MiniLM is compiled here; default {@code standard bf16 int8 int4-weights peer}.
 */
final class StsB {
  private static final List<String> DEFAULT =
      List.of("standard", "bf16", "int8", "int4-weights", "peer");

  private final List<Pair> pairs;
  private final List<long[]> texts;

  StsB() throws IOException {
    pairs = Pair.dev();
    texts = Tokens.of(Pair.sentences(pairs));
  }

  public static void main(String[] arguments) throws Exception {
    List<String> models = arguments.length > 0 ? List.of(arguments) : DEFAULT;
    StsB task = new StsB();
    double[][] first = null;
    for (String model : models) {
      double[][] vectors = task.vectors(model);
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

  private double[][] vectors(String model) throws Exception {
    if (model.equals("peer")) {
      Path directory = Files.createTempDirectory("sinter-stsb");
      Path onnx = MiniLm.quantized(directory);
      double[][] vectors = peer(onnx);
      Files.delete(onnx);
      Files.delete(directory);
      return vectors;
    }
    if (model.endsWith(".onnx")) {
      return peer(Path.of(model));
    }
    Path jar = Path.of(model);
    return vectors(
        Files.isRegularFile(jar)
            ? jar
            : MiniLm.jar("stsb", "--target", "linux-x86_64", "--pipeline", model));
  }

  /** By ONNX Runtime, each text alone: its int8 vectors depend on what else is in the batch. */
  double[][] peer(Path onnx) throws OrtException {
    try (OrtSession session = MiniLm.peer(onnx, 2)) {
      return new Vectors(inputs -> Peer.run(session, inputs), 1).of(texts);
    }
  }

  /** Of all sentences, in the order of {@link Pair#sentences}. */
  double[][] vectors(Path jar) {
    try (Model model = Model.load(jar)) {
      return vectors(model);
    }
  }

  double[][] vectors(Model model) {
    return new Vectors(model).of(texts);
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
