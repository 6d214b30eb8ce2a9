package org.sinter.cli.metric;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a metric saw of one candidate.
 *
 * @param columns {@code [column][unit]}: all that its figures are made of
 */
public record Observed(Metric metric, double[][] columns) {
  /** The one of a metric. */
  public static Optional<Observed> of(List<Observed> all, String metric) {
    return all.stream().filter(o -> o.metric.name().equals(metric)).findFirst();
  }

  /** Over all units. */
  public double value() {
    return metric.of(columns, IntStream.range(0, columns[0].length).toArray());
  }

  /** Over all units, with a bootstrap interval. */
  public Score score() {
    return Bootstrap.score(columns[0].length, units -> metric.of(columns, units));
  }

  /** This figure less that of another candidate on the same units, which are drawn together. */
  public Score minus(Observed other) {
    if (!metric.equals(other.metric) || columns[0].length != other.columns[0].length) {
      throw new IllegalArgumentException(
          "not comparable: " + metric.name() + " and " + other.metric.name());
    }
    return Bootstrap.score(
        columns[0].length,
        units -> metric.of(columns, units) - other.metric.of(other.columns, units));
  }
}
