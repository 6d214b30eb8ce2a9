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
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;
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
    Buffer y = Probe.result();
    Buffer sum = new Buffer("sum", TensorType.of(DType.F32, chains, LANES));
    Var task = new Var("t");
    Var chain = new Var("c");
    Var lane = new Var("l");
    Expr at = Expr.load(sum, List.of(chain, lane));
    Expr step = at.times(Expr.load(x, List.of(lane))).plus(Expr.load(x, List.of(lane)));
    Expr all = Expr.load(y, List.of(task, lane)).plus(at);
    Stmt zero = Stmt.store(sum, List.of(chain, lane), Expr.of(DType.F32, 0));
    Stmt add = Stmt.store(sum, List.of(chain, lane), step);
    Stmt keep = Stmt.store(y, List.of(task, lane), all);
    Stmt body =
        Stmt.block(
            Probe.each(chains, chain, lane, zero),
            Stmt.serial(new Var("k"), Expr.index(STEPS), Probe.each(chains, chain, lane, add)),
            Probe.each(chains, chain, lane, keep));
    Stmt tasks = Stmt.parallel(task, Expr.index(Probe.TASKS), new Stmt.Alloc(sum, body));
    return new Kernel("fma", List.of(x, y), 1, tasks);
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
