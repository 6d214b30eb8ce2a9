package org.sinter.tests.speed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sinter.codegen.jar.ModelInfo;
import org.sinter.codegen.jar.ModelJar;
import org.sinter.codegen.jar.Progress;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Param;
import org.sinter.ir.Symbols;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Program;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;
import org.sinter.runtime.Tensor;

/** The fp32 multiply-add peak of this machine: independent chains in registers, on all threads. */
final class Peak implements AutoCloseable {
  private static final int LANES = 16;
  private static final int STEPS = 20_000;
  private static final int TASKS = 32;

  private final Path jar;
  private final Model model;

  /** Of the code of a CPU level; null: the best that this machine has. */
  Peak(int threads, String level) throws Exception {
    jar = Files.createTempFile("sinter-peak", ".jar");
    ModelInfo info = new ModelInfo("peak", "0", "", List.of(), null);
    Map<System, List<CpuLevel>> here = new TreeMap<>();
    here.put(System.LINUX_X86_64, System.LINUX_X86_64.levels());
    ModelJar.write(jar, compiled -> program(chains(compiled)), info, here, Progress.NONE);
    Options options = Options.defaults().withThreads(threads);
    model = Model.load(jar, level == null ? options : options.withLevel(level));
  }

  /** Enough chains to hide the latency, few enough for the level's registers. */
  private static int chains(CpuLevel level) {
    return level.registers() >= 32 ? 12 : 6;
  }

  private static Program program(int chains) {
    TensorType in = TensorType.of(DType.F32, LANES);
    TensorType out = TensorType.of(DType.F32, TASKS, LANES);
    Buffer x = new Buffer("x", in);
    Buffer y = new Buffer("y", out);
    Buffer sum = new Buffer("sum", TensorType.of(DType.F32, chains, LANES));
    Var task = new Var("t");
    Var chain = new Var("c");
    Var lane = new Var("l");
    Expr at = Expr.load(sum, List.of(chain, lane));
    Expr step = at.times(Expr.load(x, List.of(lane))).plus(Expr.load(x, List.of(lane)));
    Stmt body =
        Stmt.block(
            each(chains, chain, lane, Stmt.store(sum, List.of(chain, lane), Expr.of(DType.F32, 0))),
            Stmt.serial(
                new Var("k"),
                Expr.index(STEPS),
                each(chains, chain, lane, Stmt.store(sum, List.of(chain, lane), step))),
            each(
                chains,
                chain,
                lane,
                Stmt.store(y, List.of(task, lane), Expr.load(y, List.of(task, lane)).plus(at))));
    Kernel kernel =
        new Kernel(
            "fma",
            List.of(x, y),
            1,
            Stmt.parallel(task, Expr.index(TASKS), new Stmt.Alloc(sum, body)));
    Program.Call call =
        new Program.Call("fma", List.of(new Program.Input(0), new Program.Result(0)), Map.of());
    return new Program(
        "peak",
        List.of(new Param("x", in)),
        List.of(new Program.Output("y", out)),
        List.of(),
        List.of(kernel),
        List.of(call),
        Dim.ZERO,
        Symbols.NONE);
  }

  private static Stmt each(int chains, Var chain, Var lane, Stmt store) {
    return Stmt.unrolled(chain, chains, Stmt.vector(lane, LANES, store));
  }

  /** GFLOP/s over all threads. */
  double gflops(Blocks blocks) throws Exception {
    Map<String, Tensor> inputs = Map.of("x", Tensor.of(new float[LANES], LANES));
    double ms = blocks.block(() -> model.run(inputs));
    return 2.0 * TASKS * chains(CpuLevel.of(model.level())) * LANES * STEPS / ms / 1e6;
  }

  @Override
  public void close() throws java.io.IOException {
    model.close();
    Files.deleteIfExists(jar);
  }
}
