package org.sinter.cli.compare;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.sinter.cli.measure.Blocks;

/**
 * Times of all candidates on one sample with some threads.
 *
 * @param rows texts of a run, the sample's leading dim
 * @param ms {@code [candidate][round][run]}, in order; of many runs some, evenly spaced in order
 */
public record Cell(String sample, int threads, long rows, List<List<double[]>> ms) {
  public Cell {
    ms = ms.stream().map(List::copyOf).toList();
  }

  /** How it is called in tables and sentences. */
  String name() {
    return sample + ", " + (threads == 1 ? "1 thread" : threads + " threads");
  }

  /** Each round's median. */
  double[] medians(int candidate) {
    return ms.get(candidate).stream().mapToDouble(Blocks::median).toArray();
  }

  double p50(int candidate) {
    return Blocks.median(medians(candidate));
  }

  /** The 99th of a hundred runs of all rounds. */
  double p99(int candidate) {
    double[] all = ms.get(candidate).stream().flatMapToDouble(Arrays::stream).sorted().toArray();
    return all[(int) Math.ceil(0.99 * all.length) - 1];
  }

  double rowsPerSecond(int candidate) {
    return 1000 * rows / p50(candidate);
  }

  /** How many times as fast as the baseline. */
  Blocks.Result ratio(int candidate) {
    return Blocks.result(medians(candidate), medians(0));
  }

  /** The geometric mean over cells, round by round. */
  static Blocks.Result overall(List<Cell> cells, int candidate) {
    return Blocks.result(means(cells, candidate), means(cells, 0));
  }

  private static double[] means(List<Cell> cells, int candidate) {
    List<double[]> medians = cells.stream().map(cell -> cell.medians(candidate)).toList();
    int rounds = medians.stream().mapToInt(m -> m.length).min().orElse(0);
    return IntStream.range(0, rounds)
        .mapToDouble(
            r -> Math.exp(medians.stream().mapToDouble(m -> Math.log(m[r])).average().orElse(0)))
        .toArray();
  }

  /** Whether the interval of a ratio leaves 1 out. */
  static boolean isClear(Blocks.Result ratio) {
    return ratio.low() > 1 || ratio.high() < 1;
  }
}
