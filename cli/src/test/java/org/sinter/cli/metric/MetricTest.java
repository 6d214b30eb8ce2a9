package org.sinter.cli.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Figures and intervals of columns with known answers. */
class MetricTest {
  private static double of(Metric metric, double[]... columns) {
    return metric.of(columns, IntStream.range(0, columns[0].length).toArray());
  }

  @Test
  void correlations() {
    double[] a = {1, 2, 3, 4, 5};
    assertEquals(1, of(Correlation.SPEARMAN, a, new double[] {1, 4, 9, 16, 25}), 1e-12);
    assertEquals(0.8, of(Correlation.SPEARMAN, a, new double[] {2, 1, 3, 5, 4}), 1e-12);
    assertEquals(-1, of(Correlation.PEARSON, a, new double[] {3, 1, -1, -3, -5}), 1e-12);
    assertArrayEquals(
        new double[] {1, 3, 3, 5, 3}, Correlation.ranks(new double[] {-2, 7, 7, 9, 7}));
  }

  @Test
  void f1OfTwoAndOfMoreClasses() {
    double[] predicted = {1, 1, 0, 0, 1};
    double[] real = {1, 0, 0, 1, 1};
    assertEquals(2.0 * 2 / (3 + 3), of(new F1(2), predicted, real), 1e-12);
    double[] three = {2, 2, 0, 1};
    double[] truth = {2, 1, 0, 1};
    assertEquals((1 + 2.0 / 3 + 2.0 / 3) / 3, of(new F1(3), three, truth), 1e-12);
  }

  @Test
  void extremesLeaveOutUnitsWithoutDataAndKeepNan() {
    double[] count = {1, 0, 1};
    assertEquals(2, of(new Extreme("x", true), new double[] {3, 0, 2}, count));
    assertEquals(3, of(new Extreme("x", false), new double[] {3, 9, 2}, count));
    assertTrue(Double.isNaN(of(new Extreme("x", true), new double[] {3, 0, Double.NaN}, count)));
  }

  /** For a mean of n normal values the 95 % interval is 1.96 / sqrt(n) to each side. */
  @Test
  void intervalOfAMean() {
    int n = 900;
    Random random = new Random(5);
    double[] values = IntStream.range(0, n).mapToDouble(i -> random.nextGaussian()).toArray();
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    Metric mean = new Ratio("mean", true, Ratio.Finish.NONE);
    Score score = new Observed(mean, new double[][] {values, ones}).score();
    assertEquals(1.96 / 30, (score.high() - score.low()) / 2, 0.008);
    assertTrue(score.low() < score.value() && score.value() < score.high());
    assertEquals(score, new Observed(mean, new double[][] {values, ones}).score());
  }

  /** Paired: a small steady difference is clear though each figure's interval is wide. */
  @Test
  void differencesArePaired() {
    Random random = new Random(6);
    double[][] a = new double[2][400];
    double[][] b = new double[2][400];
    double[][] c = new double[2][400];
    for (int i = 0; i < 400; i++) {
      a[0][i] = random.nextGaussian();
      b[0][i] = a[0][i] + 0.01 + 0.02 * random.nextGaussian();
      c[0][i] = a[0][i] + random.nextGaussian() * 0.3;
      a[1][i] = b[1][i] = c[1][i] = 1;
    }
    Metric mean = new Ratio("mean", true, Ratio.Finish.NONE);
    Observed first = new Observed(mean, a);
    assertTrue(new Observed(mean, b).minus(first).isClear());
    assertTrue(new Observed(mean, b).score().low() < first.score().value());
    assertFalse(new Observed(mean, c).minus(first).isClear());
  }

  @Test
  void divergenceOfLogits() {
    float[] p = {0, 0};
    float[] q = {(float) Math.log(3), 0};
    assertEquals(
        0.5 * Math.log(0.5 / 0.75) + 0.5 * Math.log(0.5 / 0.25), Logits.divergence(p, q), 1e-7);
    assertEquals(0, Logits.divergence(q, q), 1e-12);
    assertEquals(1001, Logits.logSum(new float[] {1000, 1000, 1000}), 0.1);
  }
}
