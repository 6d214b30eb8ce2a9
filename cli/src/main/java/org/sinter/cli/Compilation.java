package org.sinter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.codegen.jar.ModelInfo;
import org.sinter.codegen.jar.ModelJar;
import org.sinter.codegen.jar.Progress;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;
import org.sinter.ir.Graph;
import org.sinter.ir.kernel.Program;
import org.sinter.passes.Pass;
import org.sinter.passes.lower.Tuning;

/** One run of the compiler's stages over a model, with its progress told. */
record Compilation(
    ModelInput input, Map<System, List<CpuLevel>> targets, Tuning tuning, Progress progress) {
  /** With the schedules that come with the compiler. */
  Compilation(ModelInput input, Map<System, List<CpuLevel>> targets, Progress progress) {
    this(input, targets, Tuning.shipped(), progress);
  }

  /** The improved graph. */
  Graph graph(Pass<Graph> pipeline) {
    progress.at("read", 0, 1);
    Graph graph = input.read();
    progress.at("passes", 0, 1);
    return Compiler.improve(graph, pipeline, input.context());
  }

  /** Writes the jar and returns what is in it; {@code tokenizer} may be null. */
  Program write(Graph graph, Path jar, String name, Path tokenizer) throws IOException {
    progress.at("kernels", 0, 1);
    Set<CpuLevel> levels = Compiler.levels(targets);
    ModelJar.Programs programs = Compiler.lower(graph, levels, tuning);
    List<ModelInfo.Source> sources = new ArrayList<>(List.of(ModelInfo.Source.of(input.model)));
    for (Path statistics : input.calibrate) {
      sources.add(ModelInfo.Source.of(statistics));
    }
    byte[] tokens = tokenizer == null ? null : Files.readAllBytes(tokenizer);
    String pipeline = input.text().toString();
    String tuned = tuning.of(levels.stream().map(CpuLevel::name).toList()).toString();
    ModelInfo info =
        new ModelInfo(
            name, Version.NUMBER, pipeline, tuned, sources, tokens, Compiler.slices(graph));
    Compiler.write(jar, programs, info, targets, progress);
    return programs.at(targets.values().iterator().next().get(0));
  }
}
