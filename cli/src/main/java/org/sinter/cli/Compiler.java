package org.sinter.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.codegen.jar.ModelInfo;
import org.sinter.codegen.jar.ModelJar;
import org.sinter.codegen.jar.Progress;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;
import org.sinter.frontend.onnx.OnnxOptions;
import org.sinter.frontend.onnx.OnnxReader;
import org.sinter.frontend.text.IrReader;
import org.sinter.ir.Graph;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.diag.Location;
import org.sinter.ir.kernel.Program;
import org.sinter.passes.Context;
import org.sinter.passes.Pass;
import org.sinter.passes.lower.LowerToKernels;
import org.sinter.passes.lower.Tile;

/**
 * The table of contents: a model file becomes a graph, the graph is improved, lowered to kernels
 * for each CPU level, and written with its weights as a model jar.
 */
public final class Compiler {
  private Compiler() {}

  /** Model file → graph; what kind of file it is, its ending says. */
  public static Graph read(Path model, OnnxOptions options) {
    String file = model.getFileName().toString();
    if (file.endsWith(".onnx")) {
      return OnnxReader.read(model, options);
    }
    if (file.endsWith(".ir")) {
      return IrReader.graph(model);
    }
    throw new CompileException(
        Location.of(model.toString()), "unknown kind of model", "expected .onnx or .ir");
  }

  /** Graph → the same meaning in fewer, larger ops. */
  public static Graph improve(Graph graph, Pass<Graph> pipeline, Context context) {
    return pipeline.run(graph, context);
  }

  /** Graph → one program for each CPU level; weights and arena are the same in all. */
  public static ModelJar.Programs lower(Graph graph, Set<CpuLevel> levels) {
    List<CpuLevel> order = new ArrayList<>(levels);
    List<Tile> tiles =
        order.stream().map(l -> Tile.of(l.vectorBytes(), l.registers())).distinct().toList();
    List<Program> programs = LowerToKernels.run(graph, tiles);
    return level -> programs.get(tiles.indexOf(Tile.of(level.vectorBytes(), level.registers())));
  }

  /** Programs → model jar with a library for each system. */
  public static void write(
      Path jar,
      ModelJar.Programs programs,
      ModelInfo info,
      Map<System, List<CpuLevel>> targets,
      Progress progress)
      throws IOException {
    ModelJar.write(jar, programs, info, targets, progress);
  }

  /** All levels of all targets. */
  static Set<CpuLevel> levels(Map<System, List<CpuLevel>> targets) {
    Set<CpuLevel> levels = new LinkedHashSet<>();
    targets.values().forEach(levels::addAll);
    return levels;
  }
}
