package org.sinter.cli.choose;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.sinter.cli.data.Dataset;
import org.sinter.cli.measure.Blocks;
import org.sinter.cli.metric.Candidate;
import org.sinter.cli.metric.Evaluation;
import org.sinter.cli.metric.Observed;
import org.sinter.cli.metric.Wanted;
import org.sinter.runtime.Model;
import org.sinter.runtime.Tensor;

/**
 * Compiles, runs and times.
 *
 * @param base the model in full precision
 * @param shapes inputs that are timed
 */
record Trier(
    Trials trials,
    Model base,
    List<Supplier<Map<String, Tensor>>> shapes,
    Dataset data,
    Blocks thorough)
    implements Measuring {
  private static final Blocks QUICK = new Blocks(7, 0.1);

  @Override
  public List<Finding> of(List<List<String>> weights, Effort effort) throws Exception {
    List<Finding> findings = new ArrayList<>();
    if (effort == Effort.ERRORS) {
      for (List<String> each : weights) {
        Model model = trials.model(each);
        findings.add(found(List.of(), model));
        trials.close(model);
      }
      return findings;
    }
    List<Model> models = new ArrayList<>();
    for (List<String> each : weights) {
      models.add(trials.model(each));
    }
    List<List<Blocks.Result>> speeds = speeds(models, effort == Effort.QUICK ? QUICK : thorough);
    for (int i = 0; i < models.size(); i++) {
      findings.add(found(speeds.get(i), models.get(i)));
      trials.close(models.get(i));
    }
    return findings;
  }

  private List<List<Blocks.Result>> speeds(List<Model> models, Blocks blocks) throws Exception {
    List<List<Blocks.Result>> speeds = new ArrayList<>();
    models.forEach(model -> speeds.add(new ArrayList<>()));
    for (Supplier<Map<String, Tensor>> shape : shapes) {
      Map<String, Tensor> inputs = shape.get();
      List<Blocks.Side> sides = new ArrayList<>();
      sides.add(() -> base.run(inputs));
      models.forEach(model -> sides.add(() -> model.run(inputs)));
      double[][] ms = blocks.rounds(sides);
      for (int i = 0; i < models.size(); i++) {
        speeds.get(i).add(Blocks.result(ms[i + 1], ms[0]));
      }
    }
    return speeds;
  }

  private Finding found(List<Blocks.Result> speeds, Model model) throws Exception {
    List<Observed> seen =
        Evaluation.run(
                data,
                List.of(Candidate.of("trial", model)),
                Candidate.of("base", base),
                new Wanted(List.of(Wanted.Kind.FIDELITY), null))
            .get(0);
    return new Finding(speeds, value(seen, "relative-error"), value(seen, "cosine-min"));
  }

  private static double value(List<Observed> seen, String metric) {
    return Observed.of(seen, metric).orElseThrow().value();
  }
}
