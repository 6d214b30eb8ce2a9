package org.sinter.cli.bench;

import java.util.List;
import org.sinter.cli.measure.Bandwidth;
import org.sinter.cli.measure.Blocks;
import org.sinter.cli.measure.Peak;

/**
 * What the machine can do at most with some threads, measured beside what is compared.
 *
 * @param gflops fp32 multiplications and additions, 10^9 in a second
 * @param weightRate reads of a buffer as large as the weights, GB in a second
 * @param cacheRate reads of a buffer of 1 MiB, GB in a second
 */
public record Limits(double gflops, double weightRate, double cacheRate) {
  private static final long CACHED = 1 << 20;

  /** Measured now, for work that reads so many bytes of weights. */
  static Limits measure(Blocks blocks, Peak peak, Bandwidth bandwidth, double weightBytes)
      throws Exception {
    long weights = Math.max(CACHED, (long) weightBytes);
    return new Limits(
        peak.gflops(blocks),
        bandwidth.gigabytes(blocks, weights),
        bandwidth.gigabytes(blocks, CACHED));
  }

  /** The same for these kernels. */
  public static Limits measure(Blocks blocks, int threads, String level, List<KernelTime> kernels)
      throws Exception {
    double weights = kernels.stream().mapToDouble(KernelTime::weightBytes).sum();
    try (Peak peak = new Peak(threads, level);
        Bandwidth bandwidth = new Bandwidth(threads, level)) {
      return measure(blocks, peak, bandwidth, weights);
    }
  }

  /** ms that so much work takes at least: the slower of computing and of moving bytes. */
  public double leastMs(double flops, double bytes, double weightBytes) {
    double moving = weightBytes / weightRate + Math.max(0, bytes - weightBytes) / cacheRate;
    return Math.max(flops / gflops, moving) / 1e6;
  }
}
