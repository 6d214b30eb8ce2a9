package org.sinter.cli.choose;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.sinter.cli.HostJar;
import org.sinter.cli.choose.Finding.Speed;
import org.sinter.cli.data.Dataset;
import org.sinter.cli.measure.Blocks;
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
      findings.add(new Finding(speeds.get(i), distance(jars.get(i))));
    }
    return findings;
  }

  /** Those that look slower are measured once more, which decides: intervals err, too. */
  private List<Blocks.Result> results(List<HostJar> jars, Place place, Effort effort)
      throws Exception {
    Blocks blocks = effort == Effort.QUICK ? quick() : thorough;
    List<Blocks.Result> results = new ArrayList<>(race(jars, place, blocks));
    List<Integer> slower =
        IntStream.range(0, jars.size())
            .filter(i -> isSlower(results.get(i), effort))
            .boxed()
            .toList();
    if (!slower.isEmpty()) {
      List<Blocks.Result> again = race(slower.stream().map(jars::get).toList(), place, blocks);
      for (int i = 0; i < again.size(); i++) {
        results.set(slower.get(i), again.get(i));
      }
    }
    return results;
  }

  private static boolean isSlower(Blocks.Result result, Effort effort) {
    return (effort == Effort.QUICK ? result.high() : result.ratio()) < 1;
  }

  private List<Blocks.Result> race(List<HostJar> jars, Place place, Blocks blocks)
      throws Exception {
    List<HostJar> all = new ArrayList<>(List.of(base));
    all.addAll(jars);
    return Race.run(all, place, options, blocks);
  }

  private Blocks quick() {
    return new Blocks((thorough.rounds() + 1) / 2, thorough.seconds() / 3);
  }

  private Distance distance(HostJar jar) throws Exception {
    try (Model exact = base.load(options);
        Model model = jar.load(options)) {
      return Distance.of(exact, model, data);
    }
  }
}
