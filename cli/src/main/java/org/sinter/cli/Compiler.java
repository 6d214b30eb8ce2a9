package org.sinter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.codegen.jar.ModelInfo;
import org.sinter.codegen.jar.ModelJar;
import org.sinter.codegen.jar.Progress;
import org.sinter.codegen.target.Architecture;
import org.sinter.codegen.target.Capability;
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
import org.sinter.passes.lower.Dots;
import org.sinter.passes.lower.LowerToKernels;
import org.sinter.passes.lower.Schedule;
import org.sinter.passes.lower.Slices;
import org.sinter.passes.lower.Tile;
import org.sinter.passes.lower.Tuning;
import org.sinter.passes.lower.TuningReader;

/**
 * The table of contents: a model file becomes a graph, the graph is improved, lowered to kernels
 * for each CPU level, and written with its weights as a model jar.
 */
public final class Compiler {
  private static final long MAX_TUNING = 1 << 24;

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

  /** With the schedules that come with the compiler. */
  public static ModelJar.Programs lower(Graph graph, Set<CpuLevel> levels) {
    return lower(graph, levels, Tuning.shipped());
  }

  /** Graph → one program for each CPU level; weights and arena are the same in all. */
  public static ModelJar.Programs lower(Graph graph, Set<CpuLevel> levels, Tuning tuning) {
    List<CpuLevel> order = new ArrayList<>(levels);
    List<Schedule> schedules = order.stream().map(l -> schedule(l, tuning)).distinct().toList();
    List<Program> programs = LowerToKernels.scheduled(graph, schedules);
    return level -> programs.get(schedules.indexOf(schedule(level, tuning)));
  }

  /** As a level's kernels are cut where a tuning record has its say. */
  public static Schedule schedule(CpuLevel level, Tuning tuning) {
    Tile tile = Tile.of(level.vectorBytes(), level.registers());
    return tuning.at(level.name(), tile.withDots(dots(level)));
  }

  private static Set<Dots> dots(CpuLevel level) {
    Map<Capability, Dots> all =
        Map.of(
            Capability.BF16, Dots.BF16,
            Capability.VNNI, Dots.U8_I8,
            Capability.DOTPROD, Dots.SAME_SIGN);
    Set<Dots> dots = EnumSet.noneOf(Dots.class);
    all.forEach((has, dot) -> dots.addAll(level.has(has) ? Set.of(dot) : Set.of()));
    if (level.architecture() == Architecture.X86_64 && !level.has(Capability.VNNI)) {
      dots.add(Dots.SMALL_U8_I8);
    }
    return dots;
  }

  /** A tuning record → how kernels are cut. */
  public static Tuning tuning(Path record) throws IOException {
    if (Files.size(record) > MAX_TUNING) {
      throw new CompileException(
          Location.of(record.toString()), "no tuning record: over " + MAX_TUNING + " bytes");
    }
    return TuningReader.read(record.toString(), Files.readString(record));
  }

  /** Graph → along which dim calls may be cut, null: nothing is proven. */
  public static ModelInfo.Slices slices(Graph graph) {
    Slices slices = Slices.of(graph);
    return slices == null ? null : new ModelInfo.Slices(slices.symbol(), slices.rows());
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
