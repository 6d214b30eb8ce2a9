package org.sinter.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.sinter.codegen.jar.ModelInfo;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Param;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Apply;
import org.sinter.runtime.Model;

/** The best CPU level of this machine, as the runtime's probe chooses it for a tiny model. */
public final class HostLevel {
  private HostLevel() {}

  /** Asked once for each process: a CPU does not change. */
  public static CpuLevel best() {
    return Host.BEST;
  }

  private static final class Host {
    static final CpuLevel BEST = probed();
  }

  private static CpuLevel probed() {
    try {
      return probe();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CpuLevel probe() throws IOException {
    Map<System, List<CpuLevel>> host = Map.of(System.LINUX_X86_64, System.LINUX_X86_64.levels());
    Path jar = Files.createTempFile("sinter-probe", ".jar");
    try {
      ModelInfo info = new ModelInfo("probe", Version.NUMBER, "", List.of(), null);
      Compiler.write(
          jar, Compiler.lower(tiny(), Compiler.levels(host)), info, host, (s, done, all) -> {});
      try (Model model = Model.load(jar)) {
        return CpuLevel.of(model.level());
      }
    } finally {
      Files.deleteIfExists(jar);
    }
  }

  private static Graph tiny() {
    Graph.Builder b = new Graph.Builder("probe");
    Param x = b.param("x", TensorType.of(DType.F32, 4));
    return b.build(List.of("y"), List.of(b.add(new Apply(Unary.Function.NEG), x)));
  }
}
