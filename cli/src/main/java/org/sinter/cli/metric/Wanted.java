package org.sinter.cli.metric;

import java.util.List;

/**
 * What an evaluation is told.
 *
 * @param tasks null: those that the form of the data suggests, and fidelity where there is a
 *     reference
 * @param output the output to look at; null: what the model's outputs suggest
 */
public record Wanted(List<Kind> tasks, String output) {
  /** What the data and the model suggest. */
  public static final Wanted DEDUCED = new Wanted(null, null);

  /** A family of metrics. */
  public enum Kind {
    FIDELITY,
    SIMILARITY,
    CLASSIFICATION,
    PERPLEXITY
  }
}
