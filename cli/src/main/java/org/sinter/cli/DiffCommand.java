package org.sinter.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.sinter.frontend.tensor.TensorSet;
import org.sinter.ir.Graph;
import org.sinter.ir.Param;
import org.sinter.ir.Tensor;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.passes.Context;
import org.sinter.passes.Pass;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sinter diff MODEL --at PASS}: the interpreter before a pass against after it. */
@Command(
    name = "diff",
    description =
        "Runs the interpreter before and after each pass, or the one named, and compares.",
    mixinStandardHelpOptions = true,
    footer = {
      "%nExamples:",
      "  sinter diff model.onnx --at raise-attention",
      "  sinter diff model.onnx --inputs case.safetensors --tolerance 1e-6"
    })
final class DiffCommand implements Callable<Integer> {
  @Mixin ModelInput input;
  @Spec CommandSpec spec;

  @Option(names = "--at", paramLabel = "PASS", description = "Default: every pass.")
  String at;

  @Option(names = "--inputs", paramLabel = "F", description = "Default: seeded random tensors.")
  Path inputs;

  @Option(
      names = "--size",
      defaultValue = "3",
      description = "Value of every symbol of random tensors (${DEFAULT-VALUE}).")
  long size;

  @Option(
      names = "--tolerance",
      defaultValue = "1e-5",
      description = "Largest error, relative to the largest output (${DEFAULT-VALUE}).")
  double tolerance;

  @Override
  public Integer call() {
    Graph graph = input.read();
    Context context = input.context();
    Map<String, Tensor> tensors = inputs == null ? random(graph) : TensorSet.read(inputs);
    tensors.keySet().retainAll(graph.params().stream().map(Param::name).toList());
    boolean found = at == null;
    boolean good = true;
    Map<String, Tensor> before = GraphInterpreter.run(graph, tensors);
    for (Pass<Graph> pass : input.pipeline().passes()) {
      Graph next = pass.run(graph, context.in(pass.name()));
      if (next != graph) {
        Map<String, Tensor> after = GraphInterpreter.run(next, tensors);
        if (at == null || pass.name().equals(at)) {
          boolean same = compare(pass.name(), before, after);
          if (!same) {
            String node = new FirstDifference(tensors, tolerance).between(graph, next);
            spec.commandLine().getOut().println("       " + node);
          }
          good &= same;
        }
        before = after;
      }
      found |= pass.name().equals(at);
      graph = next;
    }
    if (!found) {
      throw new IllegalArgumentException("the pipeline has no pass " + at);
    }
    spec.commandLine().getOut().flush();
    return good ? 0 : Sinter.FAILED;
  }

  private boolean compare(String pass, Map<String, Tensor> before, Map<String, Tensor> after) {
    boolean good = true;
    for (Map.Entry<String, Tensor> result : before.entrySet()) {
      Difference d = Difference.of(result.getValue(), after.get(result.getKey()), null);
      boolean within = d.relative() <= tolerance;
      good &= within;
      spec.commandLine()
          .getOut()
          .printf(
              "%-6s %-22s %-24s max abs %.3g, relative to largest %.3g%n",
              within ? "same" : "DIFFER", pass, result.getKey(), d.absolute(), d.relative());
    }
    return good;
  }

  /** Floats around 0; integers 0 and 1, which most models take as ids and as a mask. */
  private Map<String, Tensor> random(Graph graph) {
    Random random = new Random(1);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Param param : graph.params()) {
      long[] shape = param.type().dims().stream().mapToLong(d -> d.evaluate(s -> size)).toArray();
      Tensor tensor = Tensor.allocate(param.type().dtype(), shape);
      for (int i = 0; i < tensor.size(); i++) {
        if (param.type().dtype().isFloat()) {
          tensor.set(i, random.nextGaussian());
        } else {
          tensor.set(i, param.name().contains("mask") ? 1L : random.nextInt(2));
        }
      }
      tensors.put(param.name(), tensor);
    }
    return tensors;
  }
}
