package org.sinter.cli.compare;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.sinter.cli.metric.Observed;
import org.sinter.cli.metric.Score;
import org.sinter.cli.report.Fields;

/**
 * One metric of one candidate.
 *
 * @param difference to the baseline on the same units; null: of the baseline itself
 */
public record Figure(String metric, boolean isBetterHigher, Score score, Score difference) {
  /** Distances to the baseline, whose own is none. */
  private static final Set<String> FIDELITY =
      Set.of("cosine-mean", "cosine-min", "max-error", "relative-error", "kl", "top-1-agreement");

  static Figure of(Observed found, Observed baseline) {
    return new Figure(
        found.metric().name(),
        found.metric().isBetterHigher(),
        found.score(),
        baseline == null ? null : found.minus(baseline));
  }

  static Figure of(Fields fields) throws IOException {
    return new Figure(
        fields.text("metric"),
        fields.flag("betterHigher"),
        score(fields),
        fields.map().get("difference") == null ? null : score(fields.object("difference")));
  }

  private static Score score(Fields fields) throws IOException {
    return new Score(fields.number("value"), fields.number("low"), fields.number("high"));
  }

  Map<String, Object> json() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("metric", metric);
    map.put("kind", isFidelity() ? "fidelity" : "task");
    map.put("betterHigher", isBetterHigher);
    map.putAll(score.json());
    if (difference != null) {
      Map<String, Object> object = difference.json();
      object.put("significant", difference.isClear());
      map.put("difference", object);
    }
    return map;
  }

  boolean isFidelity() {
    return FIDELITY.contains(metric);
  }

  /** What the difference is multiplied with to be told: shares are told in points. */
  double points() {
    return metric.equals("perplexity") ? 1 : 100;
  }
}
