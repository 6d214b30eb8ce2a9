package org.sinter.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sinter.frontend.text.PipelineReader;
import org.sinter.ir.Graph;
import org.sinter.ir.text.PipelineText;
import org.sinter.passes.Pass;
import org.sinter.passes.Pipeline;
import org.sinter.passes.Pipelines;
import picocli.CommandLine.Option;

/** A model and what is done to it: options that several commands share. */
final class ModelInput extends ModelSource {
  @Option(
      names = "--pipeline",
      paramLabel = "P",
      defaultValue = "standard",
      description =
          "A pipeline's name (standard, bf16, int8, int4, int4-weights, packed, ragged), a file, or"
              + " passes as text: \"bf16, pack-tokens\".")
  String pipeline;

  /** The text of the passes that will run. */
  PipelineText text() {
    if (pool == null) {
      return given();
    }
    if (Files.isRegularFile(Path.of(pipeline))) {
      return PipelineReader.read(pipeline, pooled(given()));
    }
    String steps = pooling() + ", " + pipeline;
    return PipelineReader.read("--pipeline", "pipeline chosen = " + steps).over(shipped());
  }

  /** The pipelines that come with the compiler. */
  static PipelineText shipped() {
    return PipelineReader.read(
        "shipped pipelines",
        Pipelines.standardText() + "\n" + Pipelines.compressText() + "\n" + Pipelines.packedText());
  }

  /** What was asked for, without pooling, and the pipelines that come with the compiler. */
  PipelineText given() {
    Path file = Path.of(pipeline);
    PipelineText own =
        Files.isRegularFile(file)
            ? PipelineReader.read(file)
            : PipelineReader.read("--pipeline", "pipeline chosen = " + pipeline);
    return own.over(shipped());
  }

  Pipeline<Graph> pipeline() {
    List<Pass<Graph>> none = List.of();
    PipelineText text = text();
    return text.definitions().isEmpty()
        ? new Pipeline<>(pipeline, none)
        : Pipelines.graphPipeline(pipeline, text.steps());
  }
}
