package org.sinter.cli.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * How near an output is to the reference's: cosine and error of each vector; of logits also {@code
 * KL(reference || candidate)} and how often the largest is the same.
 */
final class Fidelity implements Task {
  private final String output;
  private final boolean logits;
  private final Sums least;
  private final Sums cosines;
  private final Sums largest;
  private final Sums errors;
  private final Sums divergences;
  private final Sums agreements;

  Fidelity(String output, boolean logits, int units) {
    this.output = output;
    this.logits = logits;
    least = new Sums(units);
    cosines = new Sums(units);
    largest = new Sums(units);
    errors = new Sums(units);
    divergences = new Sums(units);
    agreements = new Sums(units);
  }

  @Override
  public void see(Seen found, Seen reference) {
    Vectors own = found.vectors(output);
    Vectors expected = reference.vectors(output);
    if (own.list().size() != expected.list().size()) {
      throw new IllegalArgumentException(
          output + " has " + own.list().size() + " vectors, not " + expected.list().size());
    }
    for (int i = 0; i < own.rows().length; i++) {
      int unit = found.unit(own.rows()[i]);
      if (unit >= 0) {
        see(unit, own.list().get(i), expected.list().get(i));
      }
    }
  }

  private void see(int unit, float[] found, float[] expected) {
    if (found.length != expected.length) {
      throw new IllegalArgumentException(
          output + " has vectors of " + found.length + ", not " + expected.length);
    }
    double cosine = Vectors.cosine(found, expected);
    least.extreme(unit, cosine, true);
    cosines.add(unit, cosine, 1);
    double worst = 0;
    for (int k = 0; k < found.length; k++) {
      double error = Math.abs((double) found[k] - expected[k]);
      error = found[k] == expected[k] ? 0 : error;
      worst = Math.max(worst, error);
      errors.add(unit, error * error, (double) expected[k] * expected[k]);
    }
    largest.extreme(unit, worst, false);
    if (logits) {
      divergences.add(unit, Logits.divergence(expected, found), 1);
      agreements.add(unit, Logits.largest(expected) == Logits.largest(found) ? 1 : 0, 1);
    }
  }

  @Override
  public List<Observed> observed() {
    List<Observed> all = new ArrayList<>();
    all.add(cosines.of(new Ratio("cosine-mean", true, Ratio.Finish.NONE)));
    all.add(least.of(new Extreme("cosine-min", true)));
    all.add(largest.of(new Extreme("max-error", false)));
    all.add(errors.of(new Ratio("relative-error", false, Ratio.Finish.ROOT)));
    if (logits) {
      all.add(divergences.of(new Ratio("kl", false, Ratio.Finish.NONE)));
      all.add(agreements.of(new Ratio("top-1-agreement", true, Ratio.Finish.NONE)));
    }
    return all;
  }
}
