package org.sinter.cli.metric;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Percentile intervals of units drawn with replacement; the same draws for the same number. */
final class Bootstrap {
  private static final int DRAWS = 1000;

  private Bootstrap() {}

  static Score score(int units, ToDoubleFunction<int[]> figure) {
    int[] all = IntStream.range(0, units).toArray();
    Random random = new Random(1);
    double[] figures = new double[DRAWS];
    int[] drawn = new int[units];
    for (int i = 0; i < DRAWS; i++) {
      Arrays.setAll(drawn, j -> random.nextInt(units));
      figures[i] = figure.applyAsDouble(drawn);
    }
    Arrays.sort(figures);
    double value = figure.applyAsDouble(all);
    return new Score(value, figures[DRAWS * 25 / 1000 - 1], figures[DRAWS * 975 / 1000 - 1]);
  }
}
