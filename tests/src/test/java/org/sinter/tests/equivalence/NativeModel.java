package org.sinter.tests.equivalence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.sinter.cli.Compiler;
import org.sinter.codegen.jar.ModelInfo;
import org.sinter.codegen.jar.Progress;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;
import org.sinter.frontend.text.PipelineReader;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.passes.Context;
import org.sinter.passes.Pipelines;
import org.sinter.passes.lower.Slices;
import org.sinter.runtime.ElementType;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;

/** A graph through the standard pipeline, compiled, loaded for each CPU level and thread count. */
final class NativeModel implements AutoCloseable {
  static final List<CpuLevel> LEVELS = List.of(CpuLevel.V4, CpuLevel.V3, CpuLevel.V2);

  /** All of this system. */
  static final List<CpuLevel> ALL_LEVELS = System.LINUX_X86_64.levels();

  private final Map<String, Model> models = new LinkedHashMap<>();

  /** Levels that this machine lacks are left out. */
  NativeModel(Graph graph, Path directory) {
    this(graph, directory, LEVELS, List.of(1, 3));
  }

  NativeModel(Graph graph, Path directory, List<CpuLevel> levels, List<Integer> threads) {
    this(improved(graph), levels, threads, directory);
  }

  /** A graph as it is, through no pipeline. */
  NativeModel(Graph graph, List<CpuLevel> levels, List<Integer> threads, Path directory) {
    Path jar = directory.resolve(graph.name() + ".jar");
    write(graph, jar, levels);
    for (CpuLevel level : levels) {
      for (int count : threads) {
        load(jar, level, count);
      }
    }
  }

  static Graph improved(Graph graph) {
    var text = PipelineReader.read("standard", Pipelines.standardText());
    var pipeline = Pipelines.graphPipeline("standard", text.steps());
    return Compiler.improve(graph, pipeline, Context.silent());
  }

  private static void write(Graph graph, Path jar, List<CpuLevel> levels) {
    ModelInfo info = new ModelInfo(graph.name(), "test", "", "", List.of(), null, slices(graph));
    try {
      Compiler.write(
          jar,
          Compiler.lower(graph, new LinkedHashSet<>(levels)),
          info,
          Map.of(System.LINUX_X86_64, levels),
          Progress.NONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every entry a slice of its own, however little there is to do. */
  private static ModelInfo.Slices slices(Graph graph) {
    Slices slices = Slices.of(graph);
    return slices == null ? null : new ModelInfo.Slices(slices.symbol(), Dim.of(1000));
  }

  private void load(Path jar, CpuLevel level, int threads) {
    Options options =
        Options.defaults()
            .withCache(jar.resolveSibling("cache"))
            .withLevel(level.toString())
            .withThreads(threads);
    try {
      models.put(level + ", " + threads + " threads", Model.load(jar, options));
    } catch (RuntimeException e) {
      if (level == CpuLevel.V2) {
        throw e;
      }
    }
  }

  /** Models by level and thread count. */
  Map<String, Model> models() {
    return models;
  }

  static Map<String, Tensor> run(Model model, Map<String, Tensor> inputs) {
    Map<String, org.sinter.runtime.Tensor> given = new LinkedHashMap<>();
    inputs.forEach((name, t) -> given.put(name, toRuntime(t)));
    Map<String, Tensor> results = new LinkedHashMap<>();
    model
        .run(given)
        .forEach(
            (name, t) ->
                results.put(
                    name, new Tensor(DType.parse(t.type().toString()), t.shape(), t.data())));
    return results;
  }

  /** All models give the interpreter's numbers; a NaN is as good as any other. */
  void requireSame(Map<String, Tensor> expected, Map<String, Tensor> inputs) {
    for (Map.Entry<String, Model> each : models.entrySet()) {
      Map<String, Tensor> found = run(each.getValue(), inputs);
      expected.forEach((name, t) -> same(each.getKey() + ", " + name, t, found.get(name)));
    }
  }

  private static void same(String what, Tensor expected, Tensor found) {
    for (long i = 0; i < expected.size(); i++) {
      assertEquals(expected.real(i), found.real(i), what + ", element " + i);
    }
  }

  private static org.sinter.runtime.Tensor toRuntime(Tensor tensor) {
    ByteBuffer bytes = tensor.bytes();
    return org.sinter.runtime.Tensor.of(
        ElementType.of(tensor.type().toString()), bytes, tensor.shape());
  }

  @Override
  public void close() {
    new ArrayList<>(models.values()).forEach(Model::close);
  }
}
