package org.sinter.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.sinter.cli.metric.Candidate;
import org.sinter.ir.Graph;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;

/** A model ready to run on this machine: a model jar, or a model file compiled for it. */
final class Loaded implements AutoCloseable {
  private final String name;
  private final Model model;
  private final List<String> checks;

  private Loaded(String name, Model model, List<String> checks) {
    this.name = name;
    this.model = model;
    this.checks = checks;
  }

  static Loaded of(ModelInput input, Options options) throws IOException {
    return isJar(input.model)
        ? new Loaded(input.model.toString(), Model.load(input.model, options), List.of())
        : compiled(input, options);
  }

  static boolean isJar(Path model) {
    return model.toString().endsWith(".jar");
  }

  private static Loaded compiled(ModelInput input, Options options) throws IOException {
    Graph graph = Compiler.improve(input.read(), input.pipeline(), input.context());
    return of(input, graph, options);
  }

  /** A graph made of a model, compiled for the CPU level that will run. */
  static Loaded of(ModelInput input, Graph graph, Options options) throws IOException {
    HostModel host = HostModel.of(graph, options);
    return new Loaded(input.model + " by " + input.pipeline, host.model(), host.checks());
  }

  Model model() {
    return model;
  }

  /** What kernels of a model that was compiled here check of their inputs. */
  List<String> checks() {
    return checks;
  }

  Candidate candidate() {
    return Candidate.of(name, model);
  }

  @Override
  public void close() {
    model.close();
  }
}
