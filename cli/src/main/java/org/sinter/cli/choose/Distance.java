package org.sinter.cli.choose;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.sinter.cli.data.Dataset;
import org.sinter.cli.metric.Candidate;
import org.sinter.cli.metric.Evaluation;
import org.sinter.cli.metric.Observed;
import org.sinter.cli.metric.Wanted;
import org.sinter.runtime.Model;

/**
 * How far a model's outputs are from another one's.
 *
 * @param error root of the outputs' squared errors over their squares; of several outputs the
 *     largest
 * @param most the upper end of its interval; of few units, which have none, twice the error
 * @param cosine the least cosine of an output to the other one's
 */
public record Distance(double error, double most, double cosine) {
  /** Fewer units say little of others. */
  private static final int FEW = 10;

  /** Over all outputs with fractions. */
  public static Distance of(Model exact, Model model, Dataset data) throws Exception {
    List<Candidate> trial = List.of(Candidate.of("trial", model));
    Distance worst = new Distance(0, 0, 1);
    for (Observed each :
        Evaluation.run(data, trial, Candidate.of("base", exact), Wanted.FIDELITY_OF_ALL).get(0)) {
      worst = worst.and(each);
    }
    return worst;
  }

  private Distance and(Observed seen) {
    return switch (seen.metric().name()) {
      case "relative-error" ->
          isNone(seen)
              ? this
              : new Distance(Math.max(error, seen.value()), Math.max(most, most(seen)), cosine);
      case "cosine-min" -> new Distance(error, most, Math.min(cosine, seen.value()));
      default -> this;
    };
  }

  private static double most(Observed errors) {
    return errors.columns()[0].length < FEW ? 2 * errors.value() : errors.score().high();
  }

  /** Where outputs are all zeros the relative error of the same ones is no number. */
  private static boolean isNone(Observed errors) {
    return Arrays.stream(errors.columns()[0]).allMatch(sum -> sum == 0);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "error %.1e, up to %.1e elsewhere; cosine at least %.5f", error, most, cosine);
  }
}
