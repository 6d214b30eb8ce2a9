package org.sinter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sinter.cli.bench.Shape;
import org.sinter.cli.explain.GraphFacts;
import org.sinter.ir.Graph;
import org.sinter.runtime.Model;
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
      "  sinter inspect model.jar --json",
      "  sinter inspect model.jar --shape batch=8,seq=128"
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

  @Option(
      names = "--shape",
      paramLabel = "S=N,..",
      description = {
        "Of a model jar: the bytes that a run takes with these symbols",
        "(batch=8,seq=128) besides the weights; repeatable."
      })
  List<String> shapes = new ArrayList<>();

  @Option(names = "--json", description = "Says it as JSON.")
  boolean json;

  @Override
  public Integer call() throws Exception {
    boolean jar = input.model.toString().endsWith(".jar");
    if (!jar && !shapes.isEmpty()) {
      throw new IllegalArgumentException("--shape wants a model jar, not " + input.model);
    }
    Output output = jar ? ofJar() : ofGraph();
    output.print(spec.commandLine().getOut(), json);
    return 0;
  }

  private Output ofJar() throws IOException {
    Output output = JarFacts.read(input.model).output();
    if (!shapes.isEmpty()) {
      try (Model model = Model.load(input.model)) {
        output.put("run bytes", runBytes(model));
      }
    }
    return output;
  }

  private Map<String, Long> runBytes(Model model) {
    Map<String, Long> bytes = new LinkedHashMap<>();
    for (String shape : shapes) {
      bytes.put(shape, model.runBytes(Shape.parse(shape, model.symbols()).symbols()));
    }
    return bytes;
  }

  private Output ofGraph() throws IOException {
    Graph graph = input.read();
    graph = raw ? graph : Compiler.improve(graph, input.pipeline(), input.context());
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
