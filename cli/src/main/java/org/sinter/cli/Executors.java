package org.sinter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.ir.interp.ProgramInterpreter;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;

/**
 * The ways to run one model: {@code interpreter} (the graph as read), {@code passes} (as improved),
 * {@code kernels} (the lowered program, interpreted), {@code native} and {@code native:LEVEL}.
 */
public final class Executors implements AutoCloseable {
  private final ModelInput input;
  private final List<CpuLevel> levels;
  private final Options options;
  private final Map<String, Model> models = new HashMap<>();
  private Graph graph;
  private Graph improved;
  private Path jar;

  Executors(ModelInput input) {
    this(input, System.LINUX_X86_64.levels(), Options.defaults());
  }

  private Executors(ModelInput input, List<CpuLevel> levels, Options options) {
    this.input = input;
    this.levels = levels;
    this.options = options;
  }

  /** For a model file with the standard pipeline. */
  public static Executors of(Path model) {
    return new Executors(standard(model));
  }

  /** The same, compiled for one CPU level only. */
  public static Executors of(Path model, CpuLevel level) {
    return new Executors(standard(model), List.of(level), Options.defaults());
  }

  /** By another pipeline, compiled for one CPU level only. */
  public static Executors of(Path model, String pipeline, CpuLevel level) {
    ModelInput input = standard(model);
    input.pipeline = pipeline;
    return new Executors(input, List.of(level), Options.defaults());
  }

  /** For a graph that was read from a model file, compiled for some CPU levels only. */
  static Executors of(Path model, Graph graph, List<CpuLevel> levels, Options options) {
    Executors executors = new Executors(standard(model), levels, options);
    executors.graph = graph;
    return executors;
  }

  private static ModelInput standard(Path model) {
    ModelInput input = new ModelInput();
    input.model = model;
    input.pipeline = "standard";
    return input;
  }

  /** Results by name; inputs that the model does not have are left out. */
  public Map<String, Tensor> run(String how, Map<String, Tensor> inputs) throws IOException {
    Map<String, Tensor> known = new LinkedHashMap<>(inputs);
    known.keySet().retainAll(graph().params().stream().map(p -> p.name()).toList());
    return switch (how.split(":")[0]) {
      case "interpreter" -> GraphInterpreter.run(graph(), known);
      case "passes" -> GraphInterpreter.run(improved(), known);
      case "kernels" ->
          ProgramInterpreter.run(
              Compiler.lower(improved(), Set.of(CpuLevel.V4)).at(CpuLevel.V4), known);
      case "native" -> Tensors.run(model(how), known);
      default ->
          throw new IllegalArgumentException(
              "--via " + how + ": expected interpreter, passes, kernels, native or native:LEVEL");
    };
  }

  private Graph graph() {
    graph = graph == null ? input.read() : graph;
    return graph;
  }

  public Graph improved() {
    improved =
        improved == null ? Compiler.improve(graph(), input.pipeline(), input.context()) : improved;
    return improved;
  }

  private Model model(String how) throws IOException {
    if (jar == null) {
      jar = Files.createTempFile("sinter-verify", ".jar");
      Map<System, List<CpuLevel>> host = Map.of(System.LINUX_X86_64, levels);
      new Compilation(input, host, (stage, done, total) -> {})
          .write(improved(), jar, "model", null);
    }
    Model model = models.get(how);
    if (model == null) {
      String[] parts = how.split(":", 2);
      model = Model.load(jar, parts.length == 1 ? options : options.withLevel(parts[1]));
      models.put(how, model);
    }
    return model;
  }

  @Override
  public void close() throws IOException {
    models.values().forEach(Model::close);
    if (jar != null) {
      Files.deleteIfExists(jar);
    }
  }
}
