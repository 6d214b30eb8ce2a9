package org.sinter.tests.speed;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Two sides measured in turns, in blocks of at least 0.3 s whose first tenth is dropped; between
 * blocks the process must have come to rest, so that one side's spinning threads do not slow the
 * other. The figure is the median over rounds of the ratio of the blocks' medians.
 */
record Blocks(int rounds, double seconds) {
  /** What is measured. */
  interface Side {
    void run() throws Exception;
  }

  /** Medians in ms, the ratio b / a, and its bootstrap interval. */
  record Result(double a, double b, double ratio, double low, double high) {
    @Override
    public String toString() {
      return String.format("%8.3f ms %8.3f ms  %.2fx [%.2f, %.2f]", a, b, ratio, low, high);
    }
  }

  Result compare(Side a, Side b) throws Exception {
    block(a);
    block(b);
    double[] as = new double[rounds];
    double[] bs = new double[rounds];
    double[] ratios = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      as[i] = block(a);
      bs[i] = block(b);
      ratios[i] = bs[i] / as[i];
    }
    double[] interval = bootstrap(ratios);
    return new Result(median(as), median(bs), median(ratios), interval[0], interval[1]);
  }

  /** Median ms of one run. */
  double block(Side side) throws Exception {
    rest();
    List<Double> times = new ArrayList<>();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (System.nanoTime() < end || times.size() < 5) {
      long start = System.nanoTime();
      side.run();
      times.add((System.nanoTime() - start) / 1e6);
    }
    return median(
        times.subList(times.size() / 10, times.size()).stream().mapToDouble(t -> t).toArray());
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

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
  }

  /** The middle 95 % of medians of resampled rounds. */
  private static double[] bootstrap(double[] values) {
    Random random = new Random(1);
    double[] medians = new double[2000];
    for (int i = 0; i < medians.length; i++) {
      double[] sample = new double[values.length];
      Arrays.setAll(sample, j -> values[random.nextInt(values.length)]);
      medians[i] = median(sample);
    }
    Arrays.sort(medians);
    return new double[] {medians[49], medians[1949]};
  }
}
