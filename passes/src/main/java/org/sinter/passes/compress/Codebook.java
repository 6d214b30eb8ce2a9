package org.sinter.passes.compress;

import java.util.Arrays;

/**
 * A few points that stand for many, by rounds of Lloyd's algorithm (k-means: Lloyd 1982): each
 * point goes to the nearest centroid, each centroid to the mean of its points.
 *
 * @param centroids {@code [count, length]}
 * @param codes for each point the nearest centroid
 * @param error the sum of squared distances
 */
record Codebook(float[] centroids, int[] codes, double error) {
  /** Of points {@code [n, length]}; starts from points that are evenly spread over the order. */
  static Codebook of(float[] points, int length, int count, int rounds) {
    int n = points.length / length;
    float[] centroids = new float[count * length];
    for (int c = 0; c < count; c++) {
      int from = (int) ((long) c * n / count) * length;
      System.arraycopy(points, from, centroids, c * length, length);
    }
    Codebook book = nearest(points, length, centroids);
    for (int round = 0; round < rounds; round++) {
      book = nearest(points, length, book.means(points, length));
    }
    return book;
  }

  private static Codebook nearest(float[] points, int length, float[] centroids) {
    int n = points.length / length;
    int count = centroids.length / length;
    float[] halves = halfSquares(centroids, length);
    float[] across = transposed(centroids, length);
    float[] far = new float[count];
    int[] codes = new int[n];
    double error = 0;
    for (int i = 0; i < n; i++) {
      System.arraycopy(halves, 0, far, 0, count);
      double own = 0;
      for (int l = 0; l < length; l++) {
        float x = points[i * length + l];
        own += (double) x * x;
        subtract(far, x, across, l * count);
      }
      codes[i] = least(far);
      error += Math.max(0, own + 2 * far[codes[i]]);
    }
    return new Codebook(centroids, codes, error);
  }

  /** {@code far[c] -= x * across[from + c]}. */
  private static void subtract(float[] far, float x, float[] across, int from) {
    for (int c = 0; c < far.length; c++) {
      far[c] -= x * across[from + c];
    }
  }

  private static int least(float[] values) {
    int best = 0;
    for (int c = 1; c < values.length; c++) {
      best = values[c] < values[best] ? c : best;
    }
    return best;
  }

  private static float[] halfSquares(float[] centroids, int length) {
    float[] halves = new float[centroids.length / length];
    for (int i = 0; i < centroids.length; i++) {
      halves[i / length] += centroids[i] * centroids[i] / 2;
    }
    return halves;
  }

  private static float[] transposed(float[] centroids, int length) {
    int count = centroids.length / length;
    float[] across = new float[centroids.length];
    for (int i = 0; i < centroids.length; i++) {
      across[i % length * count + i / length] = centroids[i];
    }
    return across;
  }

  /** The centroids' points' means; a centroid without points stays where it is. */
  private float[] means(float[] points, int length) {
    double[] sums = new double[centroids.length];
    int[] members = new int[centroids.length / length];
    for (int i = 0; i < codes.length; i++) {
      members[codes[i]]++;
      for (int l = 0; l < length; l++) {
        sums[codes[i] * length + l] += points[i * length + l];
      }
    }
    float[] means = Arrays.copyOf(centroids, centroids.length);
    for (int j = 0; j < means.length; j++) {
      means[j] = members[j / length] == 0 ? means[j] : (float) (sums[j] / members[j / length]);
    }
    return means;
  }
}
