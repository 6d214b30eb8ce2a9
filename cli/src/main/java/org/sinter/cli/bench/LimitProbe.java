package org.sinter.cli.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sinter.cli.measure.Bandwidth;
import org.sinter.cli.measure.Blocks;
import org.sinter.cli.measure.Peak;
import org.sinter.ir.DType;

/** Measures a machine's limits a little at a time, between what is compared with them. */
public final class LimitProbe implements AutoCloseable {
  private static final long CACHED = 1 << 20;

  /** A probe's block is shorter than a side's by this factor. */
  private static final double SHORTER = 6;

  private final Blocks blocks;
  private final Peak peak;
  private final Peak int8;
  private final Bandwidth bandwidth;
  private final List<Limits> found = new ArrayList<>();

  /** With the code of a CPU level on some threads; {@code blocks} are those of the sides. */
  public LimitProbe(Blocks blocks, int threads, String level) throws IOException {
    this.blocks = new Blocks(1, blocks.seconds() / SHORTER);
    this.peak = new Peak(threads, level);
    try {
      this.int8 = new Peak(threads, level, DType.I8);
    } catch (IOException | RuntimeException e) {
      peak.close();
      throw e;
    }
    try {
      this.bandwidth = new Bandwidth(threads, level);
    } catch (IOException | RuntimeException e) {
      peak.close();
      int8.close();
      throw e;
    }
  }

  /** Measures once more; the weights that are read have so many bytes. */
  public void measure(double weightBytes) throws Exception {
    long weights = Math.max(CACHED, (long) weightBytes);
    found.add(
        new Limits(
            peak.gflops(blocks),
            int8.gflops(blocks),
            bandwidth.gigabytes(blocks, weights),
            bandwidth.gigabytes(blocks, CACHED)));
  }

  /** The medians of what has been measured since the last call. */
  public Limits limits() {
    Limits limits =
        new Limits(
            Blocks.median(found.stream().mapToDouble(Limits::gflops).toArray()),
            Blocks.median(found.stream().mapToDouble(Limits::int8).toArray()),
            Blocks.median(found.stream().mapToDouble(Limits::weightRate).toArray()),
            Blocks.median(found.stream().mapToDouble(Limits::cacheRate).toArray()));
    found.clear();
    return limits;
  }

  @Override
  public void close() throws IOException {
    try (peak;
        int8) {
      bandwidth.close();
    }
  }
}
