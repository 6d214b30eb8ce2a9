package org.sinter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sinter.cli.data.Tokenizer;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;
import org.sinter.ir.Graph;
import org.sinter.ir.kernel.Program;
import org.sinter.passes.lower.Tuning;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sinter compile MODEL -o OUT.jar}. */
@Command(
    name = "compile",
    description = "Compiles a model into a model jar.",
    mixinStandardHelpOptions = true,
    footer = {
      "%nExamples:",
      "  sinter compile model.onnx -o model.jar",
      "  sinter compile model.onnx -o embed.jar --pool mean --normalize --dim 'seq<=512'",
      "  sinter compile model.onnx -o small.jar --target linux-x86_64:v3,v4"
    })
final class CompileCommand implements Callable<Integer> {
  @Mixin ModelInput input;
  @Mixin Targets targets;
  @Mixin Watching watching;
  @Spec CommandSpec spec;

  @Option(names = "-o", required = true, paramLabel = "OUT.jar", description = "The model jar.")
  Path out;

  @Option(names = "--name", description = "The model's name in the jar; default OUT.")
  String name;

  @Option(names = "--tokenizer", description = "A tokenizer.json to put into the jar.")
  Path tokenizer;

  @Option(
      names = "--tuning",
      paramLabel = "F",
      description = "A record of sinter tune; where it is silent the shipped one counts.")
  Path tuning;

  @Option(names = "--json", description = "Says what was made as JSON.")
  boolean json;

  @Override
  public Integer call() throws Exception {
    long start = java.lang.System.nanoTime();
    Map<System, List<CpuLevel>> levels = targets.levels();
    Graph graph;
    Program program;
    try (Bar bar = new Bar()) {
      Compilation compilation = new Compilation(input, levels, tuning(), bar);
      graph = compilation.graph(watching.watched(input.pipeline()));
      program = compilation.write(graph, out, name(), tokenizer());
    }
    report(graph, program, levels, (java.lang.System.nanoTime() - start) / 1e9);
    return 0;
  }

  private Tuning tuning() throws IOException {
    Tuning shipped = Tuning.shipped();
    return tuning == null ? shipped : Compiler.tuning(tuning).over(shipped);
  }

  private String name() {
    return name != null ? name : out.getFileName().toString().replaceFirst("\\.jar$", "");
  }

  /** The given file, or the tokenizer.json beside the model. */
  private Path tokenizer() {
    return tokenizer != null ? tokenizer : Tokenizer.beside(input.model);
  }

  private void report(
      Graph graph, Program program, Map<System, List<CpuLevel>> levels, double seconds)
      throws IOException {
    Output report =
        new Output()
            .put("jar", out.toString())
            .put("bytes", Files.size(out))
            .put("seconds", Math.round(seconds * 10) / 10.0)
            .put("nodes", graph.nodes().size())
            .put("kernels", program.kernels().size())
            .put("calls", program.calls().size())
            .put("arena", program.arena().toString())
            .put("targets", levels.toString());
    report.print(spec.commandLine().getOut(), json);
  }
}
