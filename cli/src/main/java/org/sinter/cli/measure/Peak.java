package org.sinter.cli.measure;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.DType;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Kernel;
import org.sinter.runtime.Tensor;

/** The fp32 multiply-add peak of this machine: independent chains in registers, on all threads. */
public final class Peak implements AutoCloseable {
  private static final int LANES = Probe.LANES;
  private static final int STEPS = 20_000;

  private final Probe probe;

  /** Of the code of a CPU level; null: the best that this machine has. */
  public Peak(int threads, String level) throws IOException {
    probe = new Probe(threads, level, compiled -> kernel(chains(compiled)));
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

  /** GFLOP/s over all threads. */
  public double gflops(Blocks blocks) throws Exception {
    return flops() / blocks.block(this::run) / 1e6;
  }

  public void run() {
    probe.model().run(Map.of("x", Tensor.of(new float[LANES], LANES)));
  }

  /** Of one run. */
  public double flops() {
    int chains = chains(CpuLevel.of(probe.model().level()));
    return 2.0 * Probe.TASKS * chains * LANES * STEPS;
  }

  @Override
  public void close() throws IOException {
    probe.close();
  }
}
