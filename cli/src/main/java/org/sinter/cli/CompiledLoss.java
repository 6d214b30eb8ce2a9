package org.sinter.cli;

import java.util.List;
import org.sinter.cli.bisect.Loss;
import org.sinter.cli.data.Dataset;
import org.sinter.cli.metric.Candidate;
import org.sinter.cli.metric.Evaluation;
import org.sinter.cli.metric.Observed;
import org.sinter.cli.metric.Wanted;
import org.sinter.ir.Graph;
import org.sinter.runtime.Options;

/** A metric of a graph, compiled and run over data, less that of the uncompressed model. */
record CompiledLoss(
    ModelInput input,
    Options options,
    Dataset data,
    Candidate reference,
    Wanted wanted,
    String metric,
    double best)
    implements Loss {
  /** {@code metric} null: the error of vectors relative to their length. */
  static CompiledLoss of(
      ModelInput input,
      Options options,
      Dataset data,
      Candidate reference,
      Wanted wanted,
      String metric)
      throws Exception {
    String name = metric == null ? "relative-error" : metric;
    CompiledLoss own = new CompiledLoss(input, options, data, reference, wanted, name, Double.NaN);
    double best = own.observed(reference).value();
    return new CompiledLoss(input, options, data, reference, wanted, name, best);
  }

  @Override
  public double of(Graph graph) throws Exception {
    try (Loaded loaded = Loaded.of(input, graph, options)) {
      Observed found = observed(loaded.candidate());
      double worse = found.value() - best;
      double loss = found.metric().isBetterHigher() ? -worse : worse;
      return Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss;
    }
  }

  private Observed observed(Candidate candidate) throws Exception {
    List<Observed> all = Evaluation.run(data, List.of(candidate), reference, wanted).get(0);
    return Observed.of(all, metric)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--metric "
                        + metric
                        + ": there are "
                        + all.stream().map(o -> o.metric().name()).toList()));
  }
}
