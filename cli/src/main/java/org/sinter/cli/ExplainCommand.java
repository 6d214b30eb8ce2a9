package org.sinter.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.sinter.cli.bench.Shape;
import org.sinter.cli.explain.ExplainPage;
import org.sinter.cli.explain.ExplainText;
import org.sinter.cli.explain.Explainer;
import org.sinter.cli.explain.Explanation;
import org.sinter.cli.explain.Kernels;
import org.sinter.cli.explain.Sizes;
import org.sinter.cli.report.Json;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.frontend.file.Replacement;
import org.sinter.ir.Graph;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sinter explain MODEL}: what each pass of a pipeline did. */
@Command(
    name = "explain",
    description = {
      "Says what each pass did to a model: ops, parameters, FLOPs and bytes after it,",
      "which rules fired and where, what was left alone and why."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "%nExamples:",
      "  sinter explain model.onnx",
      "  sinter explain model.onnx --pipeline bf16 --shape batch=8,seq=128",
      "  sinter explain model.onnx --pipeline \"simplify, raise\" --all",
      "  sinter explain model.onnx --html explain.html --json"
    })
final class ExplainCommand implements Callable<Integer> {
  @Mixin ModelInput input;
  @Spec CommandSpec spec;

  @Option(
      names = "--shape",
      paramLabel = "S=N,..",
      defaultValue = "",
      description = "Where FLOPs and bytes are counted; default: 1 for batches, 128 for others.")
  String shape;

  @Option(names = "--all", description = "Names every node, with what was said of it.")
  boolean all;

  @Option(names = "--html", paramLabel = "F", description = "Writes one HTML page as well.")
  Path html;

  @Option(names = "--json", description = "Says it as JSON.")
  boolean json;

  @Override
  public Integer call() {
    Graph graph = input.read();
    Sizes sizes = Sizes.of(graph, Shape.values(shape));
    Explainer explainer = new Explainer(graph, sizes);
    Graph improved =
        Compiler.improve(
            graph,
            input.pipeline().watchedBy(explainer),
            explainer.context().with(input.context().measured()));
    Explanation.Ends ends = new Explanation.Ends(kernels(graph, sizes), kernels(improved, sizes));
    Explanation explanation =
        explainer.explanation(input.model.getFileName().toString(), input.pipeline, ends);
    if (html != null) {
      Replacement.write(html, ExplainPage.html(explanation));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(explanation.json()));
    } else {
      out.print(ExplainText.of(explanation, all));
    }
    out.flush();
    return 0;
  }

  private static Kernels kernels(Graph graph, Sizes sizes) {
    CpuLevel level = HostLevel.best();
    return Kernels.of(Compiler.lower(graph, Set.of(level)).at(level), sizes);
  }
}
