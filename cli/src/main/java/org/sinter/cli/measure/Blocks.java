package org.sinter.cli.measure;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Sides measured in turns, in blocks of at least {@code seconds} whose first tenth is dropped;
 * between blocks the process must have come to rest, so that one side's spinning threads do not
 * slow the other. The figure is the median over rounds of the ratio of the blocks' medians.
 */
public record Blocks(int rounds, double seconds) {
  private static final int LEAST_RUNS = 3;
  private static final int SAMPLES = 2000;

  public Blocks {
    if (rounds < 1 || !(seconds >= 0) || seconds > 3600) {
      throw new IllegalArgumentException(
          "at least one round, 0 to 3600 seconds, not " + rounds + " and " + seconds);
    }
  }

  /** What is measured. */
  @FunctionalInterface
  public interface Side {
    void run() throws Exception;
  }

  /** Medians in ms, the ratio b / a, and its bootstrap interval. */
  public record Result(double a, double b, double ratio, double low, double high) {
    @Override
    public String toString() {
      return String.format("%8.3f ms %8.3f ms  %.2fx [%.2f, %.2f]", a, b, ratio, low, high);
    }
  }

  public Result compare(Side a, Side b) throws Exception {
    double[][] ms = rounds(List.of(a, b));
    return result(ms[0], ms[1]);
  }

  /** {@code [side][round]}: the median ms of one run in each block, after a block to warm up. */
  public double[][] rounds(List<Side> sides) throws Exception {
    return rounds(sides, () -> {});
  }

  /** The same with something else after each round. */
  public double[][] rounds(List<Side> sides, Side after) throws Exception {
    for (Side side : sides) {
      block(side);
    }
    double[][] ms = new double[sides.size()][rounds];
    for (int i = 0; i < rounds; i++) {
      for (int s = 0; s < ms.length; s++) {
        ms[s][i] = block(sides.get(s));
      }
      after.run();
    }
    return ms;
  }

  /** Two sides of the same rounds beside each other. */
  public static Result result(double[] a, double[] b) {
    double[] ratios = new double[a.length];
    Arrays.setAll(ratios, i -> b[i] / a[i]);
    double[] interval = bootstrap(ratios);
    return new Result(median(a), median(b), median(ratios), interval[0], interval[1]);
  }

  /** Median ms of one run. */
  public double block(Side side) throws Exception {
    return median(times(side));
  }

  /** The ms of each run of a block that counts. */
  public double[] times(Side side) throws Exception {
    rest();
    List<Double> times = new ArrayList<>();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (System.nanoTime() < end || times.size() < LEAST_RUNS) {
      long start = System.nanoTime();
      side.run();
      times.add((System.nanoTime() - start) / 1e6);
    }
    return times.subList(times.size() / 10, times.size()).stream().mapToDouble(t -> t).toArray();
  }

  /** Waits until the process uses less than a tenth of a processor. */
  private static void rest() throws InterruptedException {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    for (int i = 0; i < 50; i++) {
      long before = system.getProcessCpuTime();
      Thread.sleep(10);
      if (system.getProcessCpuTime() - before < 1_000_000) {
        return;
      }
    }
  }

  public static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
  }

  /** The middle 95 % of medians of resampled rounds. */
  private static double[] bootstrap(double[] values) {
    Random random = new Random(1);
    double[] medians = new double[SAMPLES];
    for (int i = 0; i < medians.length; i++) {
      double[] sample = new double[values.length];
      Arrays.setAll(sample, j -> values[random.nextInt(values.length)]);
      medians[i] = median(sample);
    }
    Arrays.sort(medians);
    return new double[] {medians[SAMPLES * 25 / 1000 - 1], medians[SAMPLES * 975 / 1000 - 1]};
  }
}
