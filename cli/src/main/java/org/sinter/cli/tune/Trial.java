package org.sinter.cli.tune;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.sinter.cli.Compiler;
import org.sinter.codegen.jar.ModelInfo;
import org.sinter.codegen.jar.ModelJar;
import org.sinter.codegen.jar.Progress;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;
import org.sinter.ir.Graph;
import org.sinter.ir.kernel.Program;
import org.sinter.passes.lower.LowerToKernels;
import org.sinter.passes.lower.Schedule;
import org.sinter.passes.lower.Tile;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;
import org.sinter.runtime.Tensor;
import org.sinter.runtime.TensorSpec;

/** A subject compiled with one schedule for one CPU level, ready to run. */
final class Trial implements AutoCloseable {
  private final Tile tile;
  private final Model model;
  private final Path jar;
  private final Map<Integer, Map<String, Tensor>> inputs = new LinkedHashMap<>();

  private Trial(Tile tile, Model model, Path jar) {
    this.tile = tile;
    this.model = model;
    this.jar = jar;
  }

  /** Compiles in a directory of the caller's, where the extracted library stays. */
  static Trial of(Subject subject, CpuLevel level, Tile tile, Path directory, int threads)
      throws IOException {
    Path jar = Files.createTempFile(directory, "trial", ".jar");
    write(jar, subject.graph(), level, Schedule.of(tile));
    Options options = Options.defaults().withThreads(threads).withCache(directory);
    return new Trial(tile, Model.load(jar, options.withLevel(level.name())), jar);
  }

  /** Graph → model jar for this system and one level. */
  static void write(Path jar, Graph graph, CpuLevel level, Schedule schedule) throws IOException {
    Program program = LowerToKernels.scheduled(graph, List.of(schedule)).get(0);
    ModelJar.Programs programs = l -> program;
    Map<System, List<CpuLevel>> here = new TreeMap<>();
    here.put(host(level), List.of(level));
    ModelInfo info = new ModelInfo("trial", "0", "", List.of(), null);
    Compiler.write(jar, programs, info, here, Progress.NONE);
  }

  private static System host(CpuLevel level) {
    return level.architecture() == System.LINUX_X86_64.architecture()
        ? System.LINUX_X86_64
        : System.LINUX_AARCH64;
  }

  Tile tile() {
    return tile;
  }

  void run(int rows) {
    model.run(inputs(rows));
  }

  /** The first results for some rows. */
  float[] results(int rows) {
    return model.run(inputs(rows)).get("y0").floats();
  }

  private Map<String, Tensor> inputs(int rows) {
    return inputs.computeIfAbsent(
        rows,
        m -> {
          Map<String, Tensor> made = new LinkedHashMap<>();
          for (TensorSpec input : model.inputs()) {
            made.put(input.name(), random(input.shapeFor(Map.of("m", (long) m))));
          }
          return made;
        });
  }

  private static Tensor random(long... shape) {
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    Random random = new Random(values.length);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return Tensor.of(values, shape);
  }

  @Override
  public void close() throws IOException {
    model.close();
    Files.deleteIfExists(jar);
  }
}
