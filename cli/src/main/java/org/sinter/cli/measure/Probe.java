package org.sinter.cli.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
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

/**
 * A kernel {@code (x) -> y} written by hand, compiled and loaded to find a limit of the machine.
 */
final class Probe implements AutoCloseable {
  /** Elements of a step: one AVX-512 vector, or a few smaller ones. */
  static final int LANES = 16;

  static final int TASKS = 32;

  private final Path jar;
  private final Model model;

  /** Of the code of a CPU level; null: the best that this machine has. */
  Probe(int threads, String level, Function<CpuLevel, Kernel> kernel) throws IOException {
    jar = Files.createTempFile("sinter-probe", ".jar");
    try {
      ModelInfo info = new ModelInfo("probe", "0", "", List.of(), null);
      Map<System, List<CpuLevel>> here = new TreeMap<>();
      here.put(System.LINUX_X86_64, System.LINUX_X86_64.levels());
      ModelJar.write(jar, l -> program(kernel.apply(l)), info, here, Progress.NONE);
      Options options = Options.defaults().withThreads(threads);
      model = Model.load(jar, level == null ? options : options.withLevel(level));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(jar);
      throw e;
    }
  }

  private static Program program(Kernel kernel) {
    Buffer x = kernel.buffers().get(0);
    Buffer y = kernel.buffers().get(1);
    Program.Call call =
        new Program.Call(
            kernel.name(), List.of(new Program.Input(0), new Program.Result(0)), Map.of());
    return new Program(
        "probe",
        List.of(new Param("x", x.type())),
        List.of(new Program.Output("y", y.type())),
        List.of(),
        List.of(kernel),
        List.of(call),
        Dim.ZERO,
        Symbols.NONE);
  }

  /** Where a kernel of {@link #sums} is. */
  record At(Var task, Var step, Var chain, Var lane) {}

  /** What a step makes of a sum. */
  interface Step {
    Expr of(Expr sum, At at);
  }

  /**
   * Tasks that each do {@code steps} steps on sums in registers, one for each chain and lane, and
   * add them to {@code y[task, lane]} so that their work is not left out.
   */
  static Kernel sums(String name, Buffer x, DType type, int chains, Expr steps, Step step) {
    Buffer y = new Buffer("y", TensorType.of(DType.F32, TASKS, LANES));
    Buffer sum = new Buffer("sum", TensorType.of(type, chains, LANES));
    At at = new At(new Var("t"), new Var("k"), new Var("c"), new Var("l"));
    List<Expr> own = List.of(at.chain, at.lane);
    List<Expr> result = List.of(at.task, at.lane);
    Expr now = Expr.load(sum, own);
    Stmt zero = Stmt.store(sum, own, Expr.of(type, 0));
    Stmt add = Stmt.store(sum, own, step.of(now, at));
    Stmt keep = Stmt.store(y, result, Expr.load(y, result).plus(now.cast(DType.F32)));
    Stmt body =
        Stmt.block(
            each(chains, at, zero),
            Stmt.serial(at.step, steps, each(chains, at, add)),
            each(chains, at, keep));
    Stmt tasks = Stmt.parallel(at.task, Expr.index(TASKS), new Stmt.Alloc(sum, body));
    return new Kernel(name, List.of(x, y), 1, tasks);
  }

  private static Stmt each(int chains, At at, Stmt store) {
    return Stmt.unrolled(at.chain, chains, Stmt.vector(at.lane, LANES, store));
  }

  Model model() {
    return model;
  }

  @Override
  public void close() throws IOException {
    model.close();
    Files.deleteIfExists(jar);
  }
}
