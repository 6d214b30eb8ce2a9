package org.sinter.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sinter.frontend.onnx.OnnxOptions;
import org.sinter.frontend.text.PipelineReader;
import org.sinter.ir.Graph;
import org.sinter.ir.text.PipelineText;
import org.sinter.ir.text.Records;
import org.sinter.passes.Pass;
import org.sinter.passes.Pipeline;
import org.sinter.passes.Pipelines;
import org.sinter.passes.graph.PoolTokens;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The model and what is done to it: options that several commands share. */
final class ModelInput {
  @Parameters(paramLabel = "MODEL", description = "An .onnx file, or Sinter's own .ir text.")
  Path model;

  @Option(
      names = "--dim",
      paramLabel = "SYMBOL=N",
      description = "Fixes a dim (seq=128) or bounds it ('seq<=512'); repeatable.")
  List<String> dims = new ArrayList<>();

  @Option(
      names = "--pipeline",
      paramLabel = "P",
      defaultValue = "standard",
      description =
          "A pipeline's name (standard, bf16, packed, ragged), a file, or passes as text:"
              + " \"bf16, pack-tokens\".")
  String pipeline;

  @Option(
      names = "--pool",
      paramLabel = "KIND",
      description = "Ends a sentence encoder with pooling of its tokens: mean, max or cls.")
  PoolTokens.Kind pool;

  @Option(names = "--normalize", description = "With --pool: vectors of length 1.")
  boolean normalize;

  @Option(
      names = "--mask",
      paramLabel = "NAME",
      defaultValue = "attention_mask",
      description = "With --pool: the input that marks tokens (${DEFAULT-VALUE}).")
  String mask;

  /** {@code --dim} as options of the reader. */
  OnnxOptions options() {
    Map<String, Long> sizes = new LinkedHashMap<>();
    Map<String, Long> bounds = new LinkedHashMap<>();
    for (String dim : dims) {
      String[] bound = dim.split("<=", 2);
      String[] size = dim.split("=", 2);
      if (bound.length == 2) {
        bounds.put(bound[0].strip(), number(dim, bound[1]));
      } else if (size.length == 2) {
        sizes.put(size[0].strip(), number(dim, size[1]));
      } else {
        throw new IllegalArgumentException("--dim " + dim + ": expected seq=128 or 'seq<=512'");
      }
    }
    return OnnxOptions.NONE.withSizes(sizes).withBounds(bounds);
  }

  private static long number(String dim, String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--dim " + dim + ": " + text + " is not a number");
    }
  }

  /** The same dims and pooling for another model or pipeline. */
  ModelInput with(Path otherModel, String otherPipeline) {
    ModelInput other = new ModelInput();
    other.model = otherModel;
    other.dims = dims;
    other.pipeline = otherPipeline;
    other.pool = pool;
    other.normalize = normalize;
    other.mask = mask;
    return other;
  }

  Graph read() {
    return Compiler.read(model, options());
  }

  /** The text of the passes that will run. */
  PipelineText text() {
    Path file = Path.of(pipeline);
    if (Files.isRegularFile(file)) {
      PipelineText text = PipelineReader.read(file);
      return pool == null ? text : PipelineReader.read(pipeline, pooled(text));
    }
    String steps = pool == null ? pipeline : pooling() + ", " + pipeline;
    return PipelineReader.read(
        "--pipeline",
        Pipelines.standardText()
            + "\n"
            + Pipelines.compressText()
            + "\n"
            + Pipelines.packedText()
            + "\npipeline chosen = "
            + steps);
  }

  /** The text's last pipeline with pooling before it. */
  private String pooled(PipelineText text) {
    String steps = text.steps().stream().map(Object::toString).collect(Collectors.joining(", "));
    return pooling() + (steps.isEmpty() ? "" : ", " + steps);
  }

  private String pooling() {
    return Records.print(new PoolTokens(pool, mask, normalize));
  }

  Pipeline<Graph> pipeline() {
    List<Pass<Graph>> none = List.of();
    PipelineText text = text();
    return text.definitions().isEmpty()
        ? new Pipeline<>(pipeline, none)
        : Pipelines.graphPipeline(pipeline, text.steps());
  }
}
