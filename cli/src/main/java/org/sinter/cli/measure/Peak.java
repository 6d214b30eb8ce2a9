package org.sinter.cli.measure;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.sinter.codegen.target.Capability;
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
  private static final int STEPS_EACH = 20_000;
  private static final Expr STEPS = Expr.index(STEPS_EACH);

  private static final int GROUP = 4;

  private final Probe probe;
  private final DType type;

  /** Of fp32 in the code of a CPU level; null: the best that this machine has. */
  public Peak(int threads, String level) throws IOException {
    this(threads, level, DType.F32);
  }

  /**
   * @param type of what is multiplied: f32, or i8 (f32 at levels without dot products of bytes)
   */
  public Peak(int threads, String level, DType type) throws IOException {
    this.type = type;
    this.probe = new Probe(threads, level, this::kernel);
  }

  private Kernel kernel(CpuLevel level) {
    Buffer x = new Buffer("x", TensorType.of(type, LANES, GROUP));
    return addsBytes(level)
        ? Probe.sums("dot", x, DType.I32, chains(level), STEPS, (sum, at) -> dot(level, sum, x, at))
        : Probe.sums("fma", x, DType.F32, chains(level), STEPS, (sum, at) -> fma(sum, x, at));
  }

  private boolean addsBytes(CpuLevel level) {
    return type == DType.I8 && (level.has(Capability.VNNI) || level.has(Capability.DOTPROD));
  }

  /** Enough chains to hide the latency, few enough for the level's registers. */
  private static int chains(CpuLevel level) {
    return level.registers() >= 32 ? 12 : 6;
  }

  /** {@code sum * x + x}. */
  private static Expr fma(Expr sum, Buffer x, Probe.At at) {
    Expr factor = Expr.load(x, List.of(at.lane(), Expr.index(0))).cast(DType.F32);
    return sum.times(factor).plus(factor);
  }

  /** {@code sum + x * x}, four bytes in each lane, one with and one without a sign on x86. */
  private static Expr dot(CpuLevel level, Expr sum, Buffer x, Probe.At at) {
    Load bytes = new Load(x, List.of(at.lane(), Expr.index(0)));
    return new Dot(GROUP, sum, bytes, bytes, level.has(Capability.VNNI) ? 128 : 0);
  }

  /** GFLOP/s over all threads. */
  public double gflops(Blocks blocks) throws Exception {
    return flops() / blocks.block(this::run) / 1e6;
  }

  public void run() {
    int size = LANES * GROUP;
    Tensor x =
        type == DType.I8
            ? Tensor.of(new byte[size], LANES, GROUP)
            : Tensor.of(new float[size], LANES, GROUP);
    probe.model().run(Map.of("x", x));
  }

  /** Of one run. */
  public double flops() {
    CpuLevel level = CpuLevel.of(probe.model().level());
    double steps = 2.0 * Probe.TASKS * chains(level) * LANES * STEPS_EACH;
    return addsBytes(level) ? GROUP * steps : steps;
  }

  @Override
  public void close() throws IOException {
    probe.close();
  }
}
