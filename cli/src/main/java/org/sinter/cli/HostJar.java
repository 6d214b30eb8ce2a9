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

/** A graph compiled for one CPU level of this machine into a temporary jar, loaded at will. */
public final class HostJar implements AutoCloseable {
  private final Path file;

  private HostJar(Path file) {
    this.file = file;
  }

  /** For the best level that this machine has. */
  public static HostJar of(Graph graph) throws IOException {
    return of(graph, null);
  }

  /** {@code level} null: the best that this machine has. */
  public static HostJar of(Graph graph, String level) throws IOException {
    CpuLevel own = level == null ? HostLevel.best() : CpuLevel.of(level);
    HostJar jar = new HostJar(Files.createTempFile("sinter-model", ".jar"));
    try {
      jar.write(graph, own);
      return jar;
    } catch (IOException | RuntimeException e) {
      jar.close();
      throw e;
    }
  }

  private void write(Graph graph, CpuLevel level) throws IOException {
    ModelInfo info =
        new ModelInfo("model", Version.NUMBER, "", "", List.of(), null, Compiler.slices(graph));
    Compiler.write(
        file,
        Compiler.lower(graph, Set.of(level)),
        info,
        Map.of(System.LINUX_X86_64, List.of(level)),
        Progress.NONE);
  }

  /** A model of its own each time; it goes on where this is closed. */
  public Model load(Options options) throws IOException {
    return Model.load(file, options);
  }

  /** What indices kernels check of their inputs. */
  public List<String> checks() throws IOException {
    return JarFacts.read(file).checks();
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
