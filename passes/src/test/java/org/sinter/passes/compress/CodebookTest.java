package org.sinter.passes.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CodebookTest {
  private static float[] gaussian(int size) {
    Random random = new Random(7);
    float[] points = new float[size];
    for (int i = 0; i < size; i++) {
      points[i] = (float) random.nextGaussian();
    }
    return points;
  }

  @Test
  void twoHeapsHaveTheirMiddles() {
    float[] points = {0, 1, 10, 0, 1, 0, 11, 1, 1, 1, 10, 1};
    Codebook book = Codebook.of(points, 2, 2, 5);
    assertArrayEquals(new int[] {0, 1, 0, 1, 0, 1}, book.codes());
    assertArrayEquals(new float[] {2 / 3f, 2 / 3f, 31 / 3f, 2 / 3f}, book.centroids(), 1e-6f);
    assertEquals(4 * 2 / 3.0, book.error(), 1e-5);
  }

  @Test
  void asManyAsPointsAreThePoints() {
    float[] points = gaussian(3 * 40);
    Codebook book = Codebook.of(points, 3, 40, 2);
    assertArrayEquals(points, book.centroids());
    assertEquals(0, book.error(), 1e-5);
  }

  @Test
  void theErrorIsWhatCodesLeaveAndFallsWithRounds() {
    float[] points = gaussian(4 * 2000);
    double last = Double.POSITIVE_INFINITY;
    for (int rounds : new int[] {0, 1, 4, 16}) {
      Codebook book = Codebook.of(points, 4, 32, rounds);
      double error = 0;
      for (int i = 0; i < points.length; i++) {
        double off = points[i] - book.centroids()[book.codes()[i / 4] * 4 + i % 4];
        error += off * off;
      }
      assertEquals(error, book.error(), 1e-4 * error);
      assertTrue(error < last, error + " after " + rounds + " rounds, " + last + " before");
      last = error;
    }
  }
}
