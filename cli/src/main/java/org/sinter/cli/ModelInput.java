package org.sinter.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
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
          "A pipeline's name (standard, bf16, int8, int4-weights, packed, ragged), a file, or"
              + " passes as text: \"bf16, pack-tokens\".")
  String pipeline;

  /** The text of the passes that will run. */
  PipelineText text() {
    Path file = Path.of(pipeline);
    if (Files.isRegularFile(file)) {
      PipelineText text = PipelineReader.read(file).over(shipped());
      return pool == null ? text : PipelineReader.read(pipeline, pooled(text));
    }
    String steps = pool == null ? pipeline : pooling() + ", " + pipeline;
    return PipelineReader.read("--pipeline", "pipeline chosen = " + steps).over(shipped());
  }

  /** The pipelines that come with the compiler. */
  private static PipelineText shipped() {
    return PipelineReader.read(
        "shipped pipelines",
        Pipelines.standardText() + "\n" + Pipelines.compressText() + "\n" + Pipelines.packedText());
  }

  /** The passes to run without pooling, as they are written in another pipeline. */
  String steps() {
    return Files.isRegularFile(Path.of(pipeline))
        ? PipelineReader.read(Path.of(pipeline)).over(shipped()).steps().stream()
            .map(Object::toString)
            .collect(Collectors.joining(", "))
        : pipeline;
  }

  Pipeline<Graph> pipeline() {
    List<Pass<Graph>> none = List.of();
    PipelineText text = text();
    return text.definitions().isEmpty()
        ? new Pipeline<>(pipeline, none)
        : Pipelines.graphPipeline(pipeline, text.steps());
  }
}
