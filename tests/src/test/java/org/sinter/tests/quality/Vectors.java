package org.sinter.tests.quality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sinter.runtime.Model;
import org.sinter.runtime.Tensor;

/** One vector of length 1 for each text: the mean of its token vectors, or what the jar pooled. */
final class Vectors {
  private static final int BATCH = 32;

  /** Runs a model: named inputs → its first result. */
  interface Encoder {
    Tensor run(Map<String, Tensor> inputs);
  }

  private final Encoder encoder;
  private final int most;

  /**
   * @param most texts that are run together
   */
  Vectors(Encoder encoder, int most) {
    this.encoder = encoder;
    this.most = most;
  }

  Vectors(Model model) {
    this(encoder(model), BATCH);
  }

  static Encoder encoder(Model model) {
    return inputs -> model.run(inputs).get(model.outputs().get(0).name());
  }

  /** Texts of about the same length go together. */
  double[][] of(List<long[]> texts) {
    List<Integer> order =
        IntStream.range(0, texts.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> texts.get(i).length))
            .collect(Collectors.toCollection(ArrayList::new));
    double[][] vectors = new double[texts.size()][];
    for (int begin = 0; begin < order.size(); begin += most) {
      List<Integer> some = order.subList(begin, Math.min(begin + most, order.size()));
      batch(texts, some, vectors);
    }
    return vectors;
  }

  private void batch(List<long[]> texts, List<Integer> some, double[][] vectors) {
    double[][] found = of(encoder, some.stream().map(texts::get).toList(), 0);
    for (int i = 0; i < some.size(); i++) {
      vectors[some.get(i)] = found[i];
    }
  }

  /** Of texts that are run together, padded to the longest and {@code padding} places more. */
  static double[][] of(Encoder encoder, List<long[]> texts, int padding) {
    Map<String, Tensor> inputs = Tokens.inputs(texts, padding);
    Tensor result = encoder.run(inputs);
    long[] mask = inputs.get("attention_mask").longs();
    float[] values = result.floats();
    int rows = result.shape().length == 3 ? (int) result.shape()[1] : 1;
    int width = values.length / texts.size() / rows;
    double[][] vectors = new double[texts.size()][width];
    for (int i = 0; i < vectors.length; i++) {
      for (int j = 0; j < rows; j++) {
        if (rows == 1 || mask[i * rows + j] == 1) {
          add(vectors[i], values, (i * rows + j) * width);
        }
      }
      normal(vectors[i]);
    }
    return vectors;
  }

  private static void add(double[] sum, float[] values, int at) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += values[at + k];
    }
  }

  private static void normal(double[] vector) {
    double length = Math.sqrt(cosine(vector, vector));
    for (int k = 0; k < vector.length; k++) {
      vector[k] /= length;
    }
  }

  /** Of vectors of length 1. */
  static double cosine(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}
