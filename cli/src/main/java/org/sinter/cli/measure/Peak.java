package org.sinter.cli.measure;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.sinter.codegen.target.Architecture;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.DType;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Dot;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Load;
import org.sinter.runtime.Tensor;

/**
 * The multiply-add peak of this machine, in fp32 or of products of bytes: independent chains in
 * registers, on all threads.
 */
public final class Peak implements AutoCloseable {
  private static final int LANES = Probe.LANES;
  private static final int STEPS = 20_000;

  private static final int GROUP = 4;

  private final Probe probe;
  private final boolean bytes;

  /** Of fp32 in the code of a CPU level; null: the best that this machine has. */
  public Peak(int threads, String level) throws IOException {
    this(threads, level, DType.F32);
  }

  /**
   * @param type of what is multiplied, f32 or i8
   */
  public Peak(int threads, String level, DType type) throws IOException {
    bytes = type == DType.I8;
    probe =
        new Probe(
            threads,
            level,
            compiled -> bytes ? dots(compiled, chains(compiled)) : kernel(chains(compiled)));
  }

  /** Enough chains to hide the latency, few enough for the level's registers. */
  private static int chains(CpuLevel level) {
    return level.registers() >= 32 ? 12 : 6;
  }

  /** {@code sum[c] = sum[c] * x + x} in every chain c, {@link #STEPS} times. */
  private static Kernel kernel(int chains) {
    Buffer x = new Buffer("x", TensorType.of(DType.F32, LANES));
    return Probe.sums(
        "fma",
        x,
        chains,
        Expr.index(STEPS),
        (sum, at) -> {
          Expr factor = Expr.load(x, List.of(at.lane()));
          return sum.times(factor).plus(factor);
        });
  }

  /** {@code sum[c] = sum[c] + four products of bytes} by what the level has for it. */
  private static Kernel dots(CpuLevel level, int chains) {
    Buffer x = new Buffer("x", TensorType.of(DType.I8, LANES, GROUP));
    int shift = level.architecture() == Architecture.X86_64 ? 128 : 0;
    return Probe.sums(
        "dot",
        x,
        chains,
        Expr.index(STEPS),
        (sum, at) -> {
          Load bytes = new Load(x, List.of(at.lane(), Expr.index(0)));
          return new Dot(GROUP, sum, bytes, bytes, shift);
        });
  }

  /** GFLOP/s over all threads. */
  public double gflops(Blocks blocks) throws Exception {
    return flops() / blocks.block(this::run) / 1e6;
  }

  public void run() {
    Tensor x =
        bytes
            ? Tensor.of(new byte[LANES * GROUP], LANES, GROUP)
            : Tensor.of(new float[LANES], LANES);
    probe.model().run(Map.of("x", x));
  }

  /** Of one run. */
  public double flops() {
    int chains = chains(CpuLevel.of(probe.model().level()));
    return 2.0 * Probe.TASKS * chains * LANES * STEPS * (bytes ? GROUP : 1);
  }

  @Override
  public void close() throws IOException {
    probe.close();
  }
}
