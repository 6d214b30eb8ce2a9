package org.sinter.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sinter.cli.calibrate.Recorded;
import org.sinter.frontend.onnx.OnnxOptions;
import org.sinter.ir.Graph;
import org.sinter.ir.text.PipelineText;
import org.sinter.ir.text.Records;
import org.sinter.passes.Context;
import org.sinter.passes.graph.PoolTokens;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A model and how it is read: options that several commands share. */
class ModelSource {
  @Parameters(paramLabel = "MODEL", description = "An .onnx file, or Sinter's own .ir text.")
  Path model;

  @Option(
      names = "--dim",
      paramLabel = "SYMBOL=N",
      description = "Fixes a dim (seq=128) or bounds it ('seq<=512'); repeatable.")
  List<String> dims = new ArrayList<>();

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

  @Option(
      names = "--calibrate",
      paramLabel = "F",
      description = {
        "Statistics of activations that passes want, of sinter calibrate with the same model and",
        "pipeline; repeatable."
      })
  List<Path> calibrate = new ArrayList<>();

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
    other.calibrate = calibrate;
    return other;
  }

  /** What passes get to know. */
  Context context() {
    Context silent = Context.silent();
    return calibrate.isEmpty() ? silent : silent.with(new Recorded(calibrate));
  }

  Graph read() {
    return Compiler.read(model, options());
  }

  /** The text's last pipeline with pooling before it. */
  String pooled(PipelineText text) {
    String steps = text.steps().stream().map(Object::toString).collect(Collectors.joining(", "));
    return pooling() + (steps.isEmpty() ? "" : ", " + steps);
  }

  String pooling() {
    return Records.print(new PoolTokens(pool, mask, normalize));
  }
}
