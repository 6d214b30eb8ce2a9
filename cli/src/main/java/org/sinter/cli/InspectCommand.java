package org.sinter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.sinter.ir.Graph;
import org.sinter.passes.Context;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sinter inspect MODEL}: what is in a model. */
@Command(
    name = "inspect",
    description = {
      "Says what a model is made of after the pipeline: ops, parameters, FLOPs, bytes.",
      "Of a model jar: inputs, outputs, symbols, memory, libraries, where it comes from."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "%nExamples:",
      "  sinter inspect model.onnx",
      "  sinter inspect model.onnx --raw --svg model.svg",
      "  sinter inspect model.jar --json"
    })
final class InspectCommand implements Callable<Integer> {
  @Mixin ModelInput input;
  @Spec CommandSpec spec;

  @Option(names = "--raw", description = "The graph as it was read, before the pipeline.")
  boolean raw;

  @Option(
      names = "--svg",
      paramLabel = "F",
      description = "Draws the graph, repeated layers once, as a picture.")
  Path svg;

  @Option(names = "--json", description = "Says it as JSON.")
  boolean json;

  @Override
  public Integer call() throws Exception {
    boolean jar = input.model.toString().endsWith(".jar");
    Output output = jar ? JarFacts.read(input.model).output() : ofGraph();
    output.print(spec.commandLine().getOut(), json);
    return 0;
  }

  private Output ofGraph() throws IOException {
    Graph graph = input.read();
    graph = raw ? graph : Compiler.improve(graph, input.pipeline(), Context.silent());
    if (svg != null) {
      Files.writeString(svg, new GraphPicture(graph).svg());
    }
    GraphFacts facts = new GraphFacts(graph);
    return new Output()
        .put("inputs", facts.inputs())
        .put("outputs", facts.outputs())
        .put("nodes", graph.nodes().size())
        .put("composites", facts.ops(true))
        .put("ops", facts.ops(false))
        .put("parameters", facts.parameters())
        .put("weight bytes", facts.weightBytes())
        .put("product flops", facts.flops().toString())
        .put("activation bytes", facts.activationBytes().toString());
  }
}
