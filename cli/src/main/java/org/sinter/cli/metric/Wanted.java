package org.sinter.cli.metric;

import java.util.List;

/**
 * What an evaluation is told.
 *
 * @param tasks null: those that the form of the data suggests, and fidelity where there is a
 *     reference
 * @param output the output to look at; null: what the model's outputs suggest
 * @param all whether fidelity is that of each output with fractions, one after the other
 */
public record Wanted(List<Kind> tasks, String output, boolean all) {
  /** What the data and the model suggest. */
  public static final Wanted DEDUCED = new Wanted(null, null);

  /** How near all outputs are. */
  public static final Wanted FIDELITY_OF_ALL = new Wanted(List.of(Kind.FIDELITY), null, true);

  /** Of one output. */
  public Wanted(List<Kind> tasks, String output) {
    this(tasks, output, false);
  }

  /** A family of metrics. */
  public enum Kind {
    FIDELITY,
    SIMILARITY,
    CLASSIFICATION,
    PERPLEXITY
  }
}
