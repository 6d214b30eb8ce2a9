package org.sinter.cli.choose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sinter.cli.HostJar;
import org.sinter.cli.choose.Finding.Speed;
import org.sinter.cli.data.Dataset;
import org.sinter.cli.measure.Blocks;
import org.sinter.cli.metric.Candidate;
import org.sinter.cli.metric.Evaluation;
import org.sinter.cli.metric.Observed;
import org.sinter.cli.metric.Wanted;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;

/**
 * Compiles, runs and times.
 *
 * @param base the model with no weight changed
 * @param places inputs that are timed
 * @param thorough how the whole is measured; a single group in half as many rounds of a third
 */
record Trier(
    Trials trials, HostJar base, Options options, List<Place> places, Dataset data, Blocks thorough)
    implements Measuring {
  @Override
  public List<Finding> of(List<List<String>> weights, Effort effort) throws Exception {
    List<HostJar> jars = new ArrayList<>();
    try {
      for (List<String> each : weights) {
        jars.add(trials.jar(each));
      }
      return findings(jars, effort);
    } finally {
      for (HostJar jar : jars) {
        jar.close();
      }
    }
  }

  private List<Finding> findings(List<HostJar> jars, Effort effort) throws Exception {
    List<List<Speed>> speeds = new ArrayList<>();
    jars.forEach(jar -> speeds.add(new ArrayList<>()));
    for (Place place : effort == Effort.ERRORS ? List.<Place>of() : places) {
      List<Blocks.Result> results = results(jars, place, effort);
      for (int i = 0; i < jars.size(); i++) {
        speeds.get(i).add(new Speed(place.toString(), results.get(i)));
      }
    }
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < jars.size(); i++) {
      findings.add(new Finding(speeds.get(i), error(jars.get(i))));
    }
    return findings;
  }

  private List<Blocks.Result> results(List<HostJar> jars, Place place, Effort effort)
      throws Exception {
    List<HostJar> all = new ArrayList<>(List.of(base));
    all.addAll(jars);
    if (effort == Effort.QUICK) {
      return Race.run(all, place, options, quick());
    }
    List<Blocks.Result> results = Race.run(all, place, options, thorough);
    boolean slower = results.stream().anyMatch(r -> r.high() < 1);
    return slower ? Race.run(all, place, options, thorough) : results;
  }

  private Blocks quick() {
    return new Blocks((thorough.rounds() + 1) / 2, thorough.seconds() / 3);
  }

  private Finding.Error error(HostJar jar) throws Exception {
    try (Model exact = base.load(options);
        Model model = jar.load(options)) {
      return error(exact, model, data);
    }
  }

  /** Over all outputs with fractions. */
  static Finding.Error error(Model exact, Model model, Dataset data) throws Exception {
    List<Observed> seen =
        Evaluation.run(
                data,
                List.of(Candidate.of("trial", model)),
                Candidate.of("base", exact),
                Wanted.FIDELITY_OF_ALL)
            .get(0);
    double value = 0;
    double most = 0;
    double cosine = 1;
    for (Observed each : seen) {
      if (each.metric().name().equals("relative-error")) {
        value = Math.max(value, isSame(each) ? 0 : each.value());
        most = Math.max(most, isSame(each) ? 0 : each.score().high());
      } else if (each.metric().name().equals("cosine-min")) {
        cosine = Math.min(cosine, each.value());
      }
    }
    return new Finding.Error(value, most, cosine);
  }

  /** Where outputs are all zeros the relative error of the same ones is no number. */
  private static boolean isSame(Observed errors) {
    return Arrays.stream(errors.columns()[0]).allMatch(sum -> sum == 0);
  }
}
