package org.sinter.cli.bench;

/**
 * What the machine can do at most with some threads, measured beside what is compared.
 *
 * @param gflops fp32 multiplications and additions, 10^9 in a second
 * @param weightRate reads of a buffer as large as the weights, GB in a second
 * @param cacheRate reads of a buffer of 1 MiB, GB in a second
 */
public record Limits(double gflops, double weightRate, double cacheRate) {
  /** ms that so much work takes at least: the slower of computing and of moving bytes. */
  public double leastMs(double flops, double bytes, double weightBytes) {
    double moving = weightBytes / weightRate + Math.max(0, bytes - weightBytes) / cacheRate;
    return Math.max(flops / gflops, moving) / 1e6;
  }
}
