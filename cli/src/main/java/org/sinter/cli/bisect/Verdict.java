package org.sinter.cli.bisect;

import java.util.List;
import org.sinter.ir.Graph;
import org.sinter.passes.Pass;

/**
 * Where quality is lost.
 *
 * @param metric what is measured
 * @param passes those that changed the model, in order
 * @param worst the one that was divided; null: none loses anything, or it has no parts
 * @param layers its weights by layer, the worst first
 * @param weights those of the worst layers one by one, the worst first
 * @param exceptions weights whose loss is worth their bytes
 * @param remaining the loss of the pipeline without the exceptions; NaN without any
 * @param better the pipeline without the exceptions
 */
public record Verdict(
    String metric,
    List<PassLoss> passes,
    PassLoss worst,
    List<PartLoss> layers,
    List<PartLoss> weights,
    List<PartLoss> exceptions,
    double remaining,
    List<Pass<Graph>> better) {
  public Verdict {
    passes = List.copyOf(passes);
    layers = List.copyOf(layers);
    weights = List.copyOf(weights);
    exceptions = List.copyOf(exceptions);
    better = List.copyOf(better);
  }

  /** The loss of the whole pipeline. */
  public double loss() {
    return passes.isEmpty() ? 0 : passes.get(passes.size() - 1).loss();
  }
}
