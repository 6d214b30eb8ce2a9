package org.sinter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.codegen.jar.ModelInfo;
import org.sinter.codegen.jar.Progress;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;
import org.sinter.ir.Graph;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;

/**
 * A graph compiled for the CPU level that runs here, and loaded; no file is left of it.
 *
 * @param checks what its kernels check of their inputs
 */
public record HostModel(Model model, List<String> checks) implements AutoCloseable {
  public static HostModel of(Graph graph, Options options) throws IOException {
    CpuLevel level = options.level() == null ? HostLevel.best() : CpuLevel.of(options.level());
    ModelInfo info =
        new ModelInfo("model", Version.NUMBER, "", "", List.of(), null, Compiler.slices(graph));
    Path jar = Files.createTempFile("sinter-model", ".jar");
    try {
      Compiler.write(
          jar,
          Compiler.lower(graph, Set.of(level)),
          info,
          Map.of(System.LINUX_X86_64, List.of(level)),
          Progress.NONE);
      List<String> checks = JarFacts.read(jar).checks();
      return new HostModel(Model.load(jar, options), checks);
    } finally {
      Files.delete(jar); // what is mapped stays
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
