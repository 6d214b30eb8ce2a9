package org.sinter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.sinter.cli.metric.Candidate;
import org.sinter.codegen.jar.Progress;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;
import org.sinter.ir.Graph;
import org.sinter.passes.Context;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;

/** A model ready to run on this machine: a model jar, or a model file compiled for it. */
final class Loaded implements AutoCloseable {
  private final String name;
  private final Model model;
  private final Path temporary;

  private Loaded(String name, Model model, Path temporary) {
    this.name = name;
    this.model = model;
    this.temporary = temporary;
  }

  static Loaded of(ModelInput input, Options options) throws IOException {
    return isJar(input.model)
        ? new Loaded(input.model.toString(), Model.load(input.model, options), null)
        : compiled(input, options);
  }

  static boolean isJar(Path model) {
    return model.toString().endsWith(".jar");
  }

  private static Loaded compiled(ModelInput input, Options options) throws IOException {
    Graph graph = Compiler.improve(input.read(), input.pipeline(), Context.silent());
    return of(input, graph, options);
  }

  /** A graph made of a model, compiled for the CPU level that will run. */
  static Loaded of(ModelInput input, Graph graph, Options options) throws IOException {
    CpuLevel level = options.level() == null ? HostLevel.best() : CpuLevel.of(options.level());
    Path jar = Files.createTempFile("sinter-model", ".jar");
    try {
      Compilation compilation =
          new Compilation(input, Map.of(System.LINUX_X86_64, List.of(level)), Progress.NONE);
      compilation.write(graph, jar, "model", null);
      String name = input.model + " by " + input.pipeline;
      return new Loaded(name, Model.load(jar, options), jar);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(jar);
      throw e;
    }
  }

  Model model() {
    return model;
  }

  /** What kernels of a model that was compiled here check of their inputs. */
  List<String> checks() throws IOException {
    return JarFacts.read(temporary).checks();
  }

  Candidate candidate() {
    return Candidate.of(name, model);
  }

  @Override
  public void close() throws IOException {
    model.close();
    if (temporary != null) {
      Files.deleteIfExists(temporary);
    }
  }
}
