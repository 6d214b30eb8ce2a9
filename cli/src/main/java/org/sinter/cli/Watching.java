package org.sinter.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import org.sinter.frontend.onnx.write.OnnxWriter;
import org.sinter.ir.Graph;
import org.sinter.ir.text.GraphPrinter;
import org.sinter.passes.Dump;
import org.sinter.passes.Pipeline;
import org.sinter.passes.StopAfter;
import org.sinter.passes.Time;
import org.sinter.passes.Verify;
import picocli.CommandLine.Option;

/** Options to look at a pipeline while it runs. */
final class Watching {
  @Option(
      names = "--dump",
      paramLabel = "DIR",
      description = "Writes the graph after each pass that changed it.")
  Path dump;

  /** What a dumped graph is written as. */
  enum Format {
    IR,
    ONNX
  }

  @Option(
      names = "--format",
      defaultValue = "ir",
      description = "Of --dump: ir, or onnx for viewers such as Netron (${DEFAULT-VALUE}).")
  Format format;

  @Option(names = "--time", description = "Says on standard error how long each pass took.")
  boolean time;

  @Option(
      names = "--stop-after",
      paramLabel = "N",
      description = "Ends the pipeline after its pass number N.")
  int stopAfter;

  @Option(names = "--verify", description = "Checks the graph after each pass.")
  boolean verify;

  Pipeline<Graph> watched(Pipeline<Graph> pipeline) {
    PrintStream err = java.lang.System.err;
    Pipeline<Graph> watched = verify ? pipeline.watchedBy(new Verify()) : pipeline;
    watched = dump == null ? watched : watched.watchedBy(dump());
    watched = time ? watched.watchedBy(new Time<>(err::println)) : watched;
    return stopAfter > 0 ? watched.watchedBy(new StopAfter<>(stopAfter)) : watched;
  }

  /** Composites stay whole: it is them that one wants to see. */
  private Dump<Graph> dump() {
    return format == Format.ONNX
        ? new Dump<>(dump, "onnx", (file, graph) -> OnnxWriter.write(file, graph, true))
        : Dump.text(dump, "ir", GraphPrinter::print);
  }
}
