package org.sinter.cli.choose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.cli.Compiler;
import org.sinter.cli.JarFacts;
import org.sinter.codegen.jar.ModelInfo;
import org.sinter.codegen.jar.Progress;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;
import org.sinter.ir.Graph;
import org.sinter.passes.Context;
import org.sinter.passes.compress.Quantize;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;

/** A model compiled with some of its weights in 8 bits. */
final class Trials implements AutoCloseable {
  private final Graph graph;
  private final Quantize pass;
  private final List<String> all;
  private final CpuLevel level;
  private final Options options;
  private final Path directory;
  private final List<Model> open = new ArrayList<>();
  private List<String> checks = List.of();

  /**
   * Of a model.
   *
   * @param graph after the passes that come before quantizing
   * @param all names of the weights that may be quantized
   */
  Trials(Graph graph, Quantize pass, List<String> all, CpuLevel level, Options options)
      throws IOException {
    this.graph = graph;
    this.pass = pass;
    this.all = all;
    this.level = level;
    this.options = options;
    this.directory = Files.createTempDirectory("sinter-choose");
  }

  /** The pass for these weights only. */
  Quantize pass(Collection<String> weights) {
    List<String> except = new ArrayList<>(pass.except());
    all.stream().filter(name -> !weights.contains(name)).forEach(except::add);
    return pass.with(except);
  }

  /** With these weights in 8 bits; closed with this. */
  Model model(Collection<String> weights) throws IOException {
    Graph now = weights.isEmpty() ? graph : pass(weights).run(graph, Context.silent());
    ModelInfo info = new ModelInfo("trial", "0", "", "", List.of(), null, Compiler.slices(now));
    Path jar = Files.createTempFile(directory, "trial", ".jar");
    try {
      Compiler.write(
          jar,
          Compiler.lower(now, Set.of(level)),
          info,
          Map.of(System.LINUX_X86_64, List.of(level)),
          Progress.NONE);
      checks = JarFacts.read(jar).checks();
      Model model = Model.load(jar, options);
      open.add(model);
      return model;
    } finally {
      Files.delete(jar); // what is mapped stays
    }
  }

  /** What indices the last model checks. */
  List<String> checks() {
    return checks;
  }

  void close(Model model) {
    open.remove(model);
    model.close();
  }

  @Override
  public void close() throws IOException {
    open.forEach(Model::close);
    Files.deleteIfExists(directory);
  }
}
