package org.sinter.tests.speed;

import org.sinter.cli.measure.Bandwidth;
import org.sinter.cli.measure.Blocks;
import org.sinter.cli.measure.Peak;

/** What this machine can do at most: fp32 multiply-adds, and reads of buffers of some sizes. */
final class Machine {
  private static final long[] BYTES = {1 << 20, 43_000_000, 400_000_000};

  private Machine() {}

  public static void main(String[] arguments) throws Exception {
    Blocks blocks = new Blocks(1, 0.5);
    for (int threads : new int[] {1, 2}) {
      try (Peak peak = new Peak(threads, null);
          Bandwidth bandwidth = new Bandwidth(threads, null)) {
        System.out.printf("%d threads  %7.1f GFLOP/s", threads, peak.gflops(blocks));
        for (long bytes : BYTES) {
          double rate = bandwidth.gigabytes(blocks, bytes);
          System.out.printf("   %5.1f MB at %5.1f GB/s", bytes / 1e6, rate);
        }
        System.out.println();
      }
    }
  }
}
