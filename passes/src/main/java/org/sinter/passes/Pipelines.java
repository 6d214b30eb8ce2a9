package org.sinter.passes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sinter.ir.Graph;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.text.PipelineText;
import org.sinter.ir.text.Records;
import org.sinter.passes.compress.LowRank;
import org.sinter.passes.compress.ProductQuantize;
import org.sinter.passes.compress.PruneHeads;
import org.sinter.passes.compress.PruneLayers;
import org.sinter.passes.compress.PruneNeurons;
import org.sinter.passes.compress.PruneWeights;
import org.sinter.passes.compress.Quantize;
import org.sinter.passes.compress.Smooth;
import org.sinter.passes.compress.ToBf16;
import org.sinter.passes.graph.Canonicalize;
import org.sinter.passes.graph.FoldConstants;
import org.sinter.passes.graph.MergeProducts;
import org.sinter.passes.graph.PackTokens;
import org.sinter.passes.graph.PoolTokens;
import org.sinter.passes.graph.RaiseAttention;
import org.sinter.passes.graph.RaiseCausal;
import org.sinter.passes.graph.RaiseGelu;
import org.sinter.passes.graph.RaiseIntegerProducts;
import org.sinter.passes.graph.RaiseLayerNorm;
import org.sinter.passes.graph.RaiseRmsNorm;
import org.sinter.passes.graph.RaiseRotary;
import org.sinter.passes.graph.RaiseSilu;
import org.sinter.passes.graph.RaiseSoftmax;
import org.sinter.passes.graph.RemoveDuplicates;

/** Passes by name, and pipelines of them from text. */
public final class Pipelines {
  /** All passes from graph to graph. */
  public static final List<Class<? extends Pass<Graph>>> GRAPH_PASSES =
      List.of(
          Canonicalize.class,
          FoldConstants.class,
          LowRank.class,
          MergeProducts.class,
          PackTokens.class,
          PoolTokens.class,
          ProductQuantize.class,
          PruneHeads.class,
          PruneLayers.class,
          PruneNeurons.class,
          PruneWeights.class,
          Quantize.class,
          RaiseAttention.class,
          RaiseCausal.class,
          RaiseGelu.class,
          RaiseIntegerProducts.class,
          RaiseLayerNorm.class,
          RaiseRmsNorm.class,
          RaiseRotary.class,
          RaiseSilu.class,
          RaiseSoftmax.class,
          RemoveDuplicates.class,
          Smooth.class,
          ToBf16.class);

  /**
   * The option by which a {@link Divisible} pass leaves to {@code sinter choose} which weights it
   * changes; such a pass cannot run.
   */
  public static final String CHOOSE = "choose";

  /** Its only value. */
  public static final String AUTO = "auto";

  private Pipelines() {}

  /** The text that defines the pipelines which come with the compiler, {@code standard} last. */
  public static String standardText() {
    return resource("standard.pipeline");
  }

  /** The text of the pipelines that compress, to follow {@link #standardText}. */
  public static String compressText() {
    return resource("compress.pipeline");
  }

  /** The text of the pipelines that pack tokens, to follow {@link #standardText}. */
  public static String packedText() {
    return resource("packed.pipeline");
  }

  private static String resource(String name) {
    try (InputStream in = Pipelines.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The passes that {@code steps} name, with their options.
   *
   * @throws CompileException naming the step that is unknown or whose options do not fit
   */
  public static Pipeline<Graph> graphPipeline(String name, List<PipelineText.Step> steps) {
    Map<String, Class<? extends Pass<Graph>>> known = new TreeMap<>();
    GRAPH_PASSES.forEach(type -> known.put(Records.name(type), type));
    List<Pass<Graph>> passes = new ArrayList<>();
    for (PipelineText.Step step : steps) {
      passes.add(pass(known, step));
    }
    return new Pipeline<>(name, passes);
  }

  private static Pass<Graph> pass(
      Map<String, Class<? extends Pass<Graph>>> known, PipelineText.Step step) {
    Class<? extends Pass<Graph>> type = known.get(step.name());
    if (type == null) {
      throw new CompileException(
          step.location(),
          "unknown pass " + step.name(),
          "passes are " + String.join(", ", known.keySet()));
    }
    if (Divisible.class.isAssignableFrom(type) && step.options().containsKey(CHOOSE)) {
      throw undecided(step);
    }
    try {
      return Records.build(type, step.options());
    } catch (IllegalArgumentException e) {
      throw new CompileException(step.location(), e.getMessage());
    }
  }

  private static CompileException undecided(PipelineText.Step step) {
    Object value = step.options().get(CHOOSE);
    return value.equals(AUTO)
        ? new CompileException(
            step.location(),
            step.name() + " {choose = auto} is decided by measuring, which only sinter choose does",
            "sinter choose MODEL --pipeline P --data F -o F.pipeline writes the pipeline to run")
        : new CompileException(step.location(), "choose is " + value + ", expected auto");
  }
}
