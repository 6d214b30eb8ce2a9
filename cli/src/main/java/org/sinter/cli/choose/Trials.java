package org.sinter.cli.choose;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.sinter.cli.HostModel;
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
  private final Options options;
  private final List<Model> open = new ArrayList<>();
  private List<String> checks = List.of();

  /**
   * Of a model.
   *
   * @param graph after the passes that come before quantizing
   * @param all names of the weights that may be quantized
   */
  Trials(Graph graph, Quantize pass, List<String> all, Options options) {
    this.graph = graph;
    this.pass = pass;
    this.all = all;
    this.options = options;
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
    HostModel host = HostModel.of(now, options);
    checks = host.checks();
    open.add(host.model());
    return host.model();
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
  public void close() {
    open.forEach(Model::close);
  }
}
