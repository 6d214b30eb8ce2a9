package org.sinter.cli.bench;

/**
 * What the machine can do at most with some threads, measured beside what is compared.
 *
 * @param gflops fp32 multiplications and additions, 10^9 in a second
 * @param int8 the same of products of bytes; those of fp32 where the level has no instruction for
 *     it
 * @param weightRate reads of a buffer as large as the weights, GB in a second
 * @param cacheRate reads of a buffer of 1 MiB, GB in a second
 */
public record Limits(double gflops, double int8, double weightRate, double cacheRate) {
  /** ms of so much arithmetic at the peaks. */
  double computeMs(double flops, double int8Flops) {
    return (flops / gflops + int8Flops / int8) / 1e6;
  }

  /** ms that a kernel takes at least: the slower of computing and of moving bytes. */
  double leastMs(KernelTime k) {
    double others = Math.max(0, k.bytes() - k.weightBytes());
    double moving = (k.weightBytes() / weightRate + others / cacheRate) / 1e6;
    return Math.max(computeMs(k.flops() - k.int8Flops(), k.int8Flops()), moving);
  }
}
