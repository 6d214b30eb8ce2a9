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

  private final Model model;

  Vectors(Model model) {
    this.model = model;
  }

  /** Texts of about the same length go together. */
  double[][] of(List<long[]> texts) {
    List<Integer> order =
        IntStream.range(0, texts.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> texts.get(i).length))
            .collect(Collectors.toCollection(ArrayList::new));
    double[][] vectors = new double[texts.size()][];
    for (int begin = 0; begin < order.size(); begin += BATCH) {
      List<Integer> some = order.subList(begin, Math.min(begin + BATCH, order.size()));
      batch(texts, some, vectors);
    }
    return vectors;
  }

  private void batch(List<long[]> texts, List<Integer> some, double[][] vectors) {
    Map<String, Tensor> inputs = Tokens.inputs(some.stream().map(texts::get).toList());
    Tensor result = model.run(inputs).get(model.outputs().get(0).name());
    long[] mask = inputs.get("attention_mask").longs();
    float[] values = result.floats();
    int rows = result.shape().length == 3 ? (int) result.shape()[1] : 1;
    int width = values.length / some.size() / rows;
    for (int i = 0; i < some.size(); i++) {
      double[] sum = new double[width];
      for (int j = 0; j < rows; j++) {
        if (rows == 1 || mask[i * rows + j] == 1) {
          add(sum, values, (i * rows + j) * width);
        }
      }
      vectors[some.get(i)] = normal(sum);
    }
  }

  private static void add(double[] sum, float[] values, int at) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += values[at + k];
    }
  }

  private static double[] normal(double[] vector) {
    double length = Math.sqrt(cosine(vector, vector));
    for (int k = 0; k < vector.length; k++) {
      vector[k] /= length;
    }
    return vector;
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
