package org.sinter.cli.compare;

import java.util.List;
import java.util.stream.IntStream;
import org.sinter.cli.metric.Score;

/**
 * Which points no other is at least as good as in both and better in one: cost less is better,
 * quality as its metric says.
 */
record Front(List<Point> points, boolean isHigherBetter) {
  /** A candidate with the intervals of its two figures. */
  record Point(
      String name,
      double cost,
      double costLow,
      double costHigh,
      double quality,
      double qualityLow,
      double qualityHigh) {}

  Front {
    points = List.copyOf(points);
  }

  boolean has(int index) {
    Point own = points.get(index);
    return Double.isFinite(own.quality)
        && points.stream().noneMatch(other -> dominates(other, own));
  }

  private boolean dominates(Point a, Point b) {
    double gain = isHigherBetter ? a.quality - b.quality : b.quality - a.quality;
    return a.cost <= b.cost && gain >= 0 && (a.cost < b.cost || gain > 0);
  }

  /** The best, the cheapest first. */
  List<Point> best() {
    return IntStream.range(0, points.size())
        .filter(this::has)
        .mapToObj(points::get)
        .sorted(java.util.Comparator.comparingDouble(Point::cost))
        .toList();
  }

  /** Bytes shipped and quality. */
  static Front ofSize(Findings findings) {
    return of(
        findings,
        i -> {
          double megabytes = findings.results().get(i).sizes().shipped() / 1e6;
          return new double[] {megabytes, megabytes, megabytes};
        });
  }

  /** Time relative to the baseline and quality. */
  static Front ofTime(Findings findings) {
    return of(
        findings,
        i -> {
          var ratio = findings.overall(i);
          return new double[] {1 / ratio.ratio(), 1 / ratio.high(), 1 / ratio.low()};
        });
  }

  private interface Costs {
    double[] of(int candidate);
  }

  /** Where nothing is known of quality there are no points. */
  private static Front of(Findings findings, Costs costs) {
    Figure first = findings.baseline().quality();
    if (first == null) {
      return new Front(List.of(), true);
    }
    List<Point> points =
        IntStream.range(0, findings.results().size())
            .mapToObj(i -> point(findings.results().get(i), first.score(), costs.of(i)))
            .toList();
    return new Front(points, first.isBetterHigher());
  }

  /** The interval is that of the difference to the baseline, on the same texts. */
  private static Point point(Findings.Result result, Score baseline, double[] cost) {
    Figure figure = result.quality();
    Score own = figure.score();
    Score difference = figure.isFidelity() ? null : figure.difference();
    boolean alone = figure.isFidelity();
    double low = alone ? own.low() : baseline.value() + (difference == null ? 0 : difference.low());
    double high =
        alone ? own.high() : baseline.value() + (difference == null ? 0 : difference.high());
    return new Point(result.name(), cost[0], cost[1], cost[2], own.value(), low, high);
  }
}
