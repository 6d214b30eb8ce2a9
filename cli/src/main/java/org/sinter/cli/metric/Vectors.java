package org.sinter.cli.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sinter.cli.data.Batch;
import org.sinter.runtime.ElementType;
import org.sinter.runtime.Tensor;

/**
 * The vectors of an output that count: one for each token that is no padding, or one for each row.
 *
 * @param rows of each vector its row in the batch
 * @param perToken whether they are those of tokens
 */
record Vectors(List<float[]> list, int[] rows, boolean perToken) {
  /** Whether there is something to compare: numbers with fractions. */
  static boolean isReal(Tensor tensor) {
    return switch (tensor.type()) {
      case F64, F32, F16, BF16 -> true;
      default -> false;
    };
  }

  static Vectors of(Tensor output, Batch batch) {
    float[] values = floats(output);
    int leading = leading(output.shape(), batch);
    if (leading > 0) {
      return perToken(values, values.length / batch.tokens().places(), batch);
    }
    long first = output.shape().length == 0 ? 1 : output.shape()[0];
    return perRow(values, first == batch.rows() ? batch.rows() : 1);
  }

  static float[] floats(Tensor tensor) {
    if (tensor.type() == ElementType.F64) {
      double[] values = tensor.doubles();
      float[] floats = new float[values.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) values[i];
      }
      return floats;
    }
    return tensor.floats();
  }

  /**
   * Leading dims that are places of tokens: 2 of {@code [batch, seq, ..]}, 1 of {@code [tokens,
   * ..]}, or 0. A last dim is never one: it is a vector.
   */
  private static int leading(long[] shape, Batch batch) {
    Batch.Tokens tokens = batch.tokens();
    if (tokens == null) {
      return 0;
    }
    if (tokens.padded()) {
      boolean both = shape.length > 2 && shape[0] == batch.rows();
      return both && shape[0] * shape[1] == tokens.places() ? 2 : 0;
    }
    return shape.length > 1 && shape[0] == tokens.places() && shape[0] != batch.rows() ? 1 : 0;
  }

  private static Vectors perToken(float[] values, int width, Batch batch) {
    List<float[]> list = new ArrayList<>();
    List<Integer> rows = new ArrayList<>();
    int[] starts = batch.tokens().starts();
    for (int row = 0; row < batch.rows(); row++) {
      for (int place = starts[row]; place < starts[row + 1]; place++) {
        if (batch.units()[row] >= 0 && batch.tokens().shown().get(place)) {
          list.add(Arrays.copyOfRange(values, place * width, (place + 1) * width));
          rows.add(row);
        }
      }
    }
    return new Vectors(list, rows.stream().mapToInt(i -> i).toArray(), true);
  }

  private static Vectors perRow(float[] values, int count) {
    List<float[]> list = new ArrayList<>();
    int[] rows = new int[count];
    for (int row = 0; row < count; row++) {
      int width = values.length / count;
      list.add(Arrays.copyOfRange(values, row * width, (row + 1) * width));
      rows[row] = row;
    }
    return new Vectors(list, rows, false);
  }

  /** One vector for each row: the mean of its tokens'. */
  Vectors pooled(int count) {
    if (!perToken) {
      return this;
    }
    float[][] means = new float[count][list.get(0).length];
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < means[0].length; k++) {
        means[rows[i]][k] += list.get(i)[k];
      }
    }
    int[] each = new int[count];
    Arrays.setAll(each, i -> i);
    return new Vectors(List.of(means), each, false); // a sum points where the mean does
  }

  static double cosine(float[] a, float[] b) {
    double both = 0;
    double ownA = 0;
    double ownB = 0;
    for (int k = 0; k < a.length; k++) {
      both += (double) a[k] * b[k];
      ownA += (double) a[k] * a[k];
      ownB += (double) b[k] * b[k];
    }
    return ownA == 0 && ownB == 0 ? 1 : both / Math.sqrt(Math.max(ownA * ownB, 1e-60));
  }
}
