package org.sinter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.sinter.codegen.jar.ModelInfo;
import org.sinter.codegen.jar.ModelJar;
import org.sinter.codegen.jar.Progress;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;
import org.sinter.ir.Graph;
import org.sinter.ir.kernel.Program;
import org.sinter.passes.Context;
import org.sinter.passes.Pass;

/** One run of the compiler's stages over a model, with its progress told. */
record Compilation(ModelInput input, Map<System, List<CpuLevel>> targets, Progress progress) {
  /** The improved graph. */
  Graph graph(Pass<Graph> pipeline) {
    progress.at("read", 0, 1);
    Graph graph = input.read();
    progress.at("passes", 0, 1);
    return Compiler.improve(graph, pipeline, Context.silent());
  }

  /** Writes the jar and returns what is in it; {@code tokenizer} may be null. */
  Program write(Graph graph, Path jar, String name, Path tokenizer) throws IOException {
    progress.at("kernels", 0, 1);
    ModelJar.Programs programs = Compiler.lower(graph, Compiler.levels(targets));
    ModelInfo.Source source = ModelInfo.Source.of(input.model);
    byte[] tokens = tokenizer == null ? null : Files.readAllBytes(tokenizer);
    String pipeline = input.text().toString();
    ModelInfo info = new ModelInfo(name, Version.NUMBER, pipeline, List.of(source), tokens);
    Compiler.write(jar, programs, info, targets, progress);
    return programs.at(targets.values().iterator().next().get(0));
  }
}
