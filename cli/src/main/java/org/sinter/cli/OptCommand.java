package org.sinter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.sinter.cli.explain.ExplainText;
import org.sinter.cli.explain.Explainer;
import org.sinter.cli.explain.Explanation;
import org.sinter.cli.explain.Sizes;
import org.sinter.codegen.LevelModule;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.frontend.onnx.write.OnnxWriter;
import org.sinter.frontend.text.IrWriter;
import org.sinter.ir.Graph;
import org.sinter.ir.kernel.Program;
import org.sinter.ir.text.GraphPrinter;
import org.sinter.ir.text.ProgramPrinter;
import org.sinter.passes.Pipeline;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sinter opt MODEL}: passes over a graph, the result as text. */
@Command(
    name = "opt",
    description = "Runs passes over a model (ONNX or .ir) and prints what comes out.",
    mixinStandardHelpOptions = true,
    footer = {
      "%nExamples:",
      "  sinter opt model.onnx --pipeline \"canonicalize, raise-gelu\"",
      "  sinter opt model.ir --to kernels --level v3",
      "  sinter opt model.onnx -o small.ir --dump steps --time",
      "  sinter opt model.onnx --dump steps --format onnx",
      "  sinter opt model.onnx --pipeline int8 -o int8.onnx"
    })
final class OptCommand implements Callable<Integer> {
  @Mixin ModelInput input;
  @Mixin Watching watching;
  @Spec CommandSpec spec;

  /** What is printed. */
  enum Form {
    GRAPH,
    KERNELS,
    LLVM
  }

  @Option(
      names = "--to",
      paramLabel = "FORM",
      defaultValue = "graph",
      description = "graph, kernels or llvm (${DEFAULT-VALUE}).")
  Form form;

  @Option(
      names = "--level",
      defaultValue = "v4",
      description = "CPU level of kernels and llvm (${DEFAULT-VALUE}).")
  String level;

  @Option(
      names = "-o",
      paramLabel = "F",
      description = {
        "Writes there; a graph's large weights go to F.safetensors beside it.",
        "F.onnx: as an ONNX model."
      })
  Path out;

  @Option(
      names = "--whole",
      description = {
        "In F.onnx: attention, rotary, … stay whole as nodes of the domain org.sinter,",
        "to be looked at, not run. Default: standard nodes, which other runtimes run."
      })
  boolean whole;

  @Option(names = "--explain", description = "Says on standard error what passes did and left.")
  boolean explain;

  @Override
  public Integer call() throws IOException {
    Graph graph = explain ? explained(input.read()) : improved(input.read());
    if (out != null && out.toString().endsWith(".onnx")) {
      OnnxWriter.write(out, graph, whole);
    } else if (out != null && form == Form.GRAPH) {
      IrWriter.write(out, graph);
    } else if (out != null) {
      Files.writeString(out, text(graph));
    } else {
      spec.commandLine().getOut().print(text(graph));
    }
    spec.commandLine().getOut().flush();
    return 0;
  }

  private Graph improved(Graph graph) {
    return Compiler.improve(graph, watching.watched(input.pipeline()), input.context());
  }

  private Graph explained(Graph graph) {
    Explainer explainer = new Explainer(graph, Sizes.of(graph, Map.of()));
    Pipeline<Graph> pipeline = watching.watched(input.pipeline()).watchedBy(explainer);
    Graph improved =
        Compiler.improve(graph, pipeline, explainer.context().with(input.context().measured()));
    Explanation explanation =
        explainer.explanation(input.model.getFileName().toString(), input.pipeline);
    spec.commandLine().getErr().print(ExplainText.of(explanation, true));
    spec.commandLine().getErr().flush();
    return improved;
  }

  private String text(Graph graph) {
    if (form == Form.GRAPH) {
      return GraphPrinter.print(graph);
    }
    CpuLevel cpu = CpuLevel.of(level.toLowerCase(Locale.ROOT));
    Program program = Compiler.lower(graph, Set.of(cpu)).at(cpu);
    return form == Form.KERNELS ? ProgramPrinter.print(program) : LevelModule.emit(program, cpu);
  }
}
