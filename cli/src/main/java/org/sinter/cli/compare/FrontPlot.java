package org.sinter.cli.compare;

import static org.sinter.cli.compare.Verdict.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sinter.cli.report.Scale;
import org.sinter.cli.report.Svg;

/** Quality over cost with both intervals; better is up and to the left, the front is dashed. */
final class FrontPlot {
  private static final double WIDTH = 350;
  private static final double LEFT = 62;
  private static final double TOP = 48;
  private static final double BOTTOM = 250;
  private static final double LINE = 18;
  private static final double NEAR = 14;
  private static final double LABEL = 28;

  private final Front front;
  private final List<Front.Point> points;
  private final Svg svg;
  private final Ticks costs;
  private final Ticks qualities;
  private final Scale x;
  private final Scale y;

  private FrontPlot(Front front, String title, String quality) {
    this.front = front;
    this.points = front.points();
    this.svg = new Svg(title, WIDTH, BOTTOM + 46 + LINE * points.size());
    costs = Ticks.of(0, points.stream().mapToDouble(Front.Point::costHigh).max().orElse(1));
    qualities =
        Ticks.of(
            points.stream().mapToDouble(Front.Point::qualityLow).min().orElse(0),
            points.stream().mapToDouble(Front.Point::qualityHigh).max().orElse(1));
    x = Scale.linear(costs.low(), costs.high(), LEFT, WIDTH - 14);
    y =
        front.isHigherBetter()
            ? Scale.linear(qualities.low(), qualities.high(), BOTTOM, TOP)
            : Scale.linear(qualities.low(), qualities.high(), TOP, BOTTOM);
    svg.text(10, 18, "start", "", title);
    svg.text(10, 36, "start", "dim", quality + (front.isHigherBetter() ? "" : " (less is better)"));
  }

  /** {@code quality} is the metric's name. */
  static Svg of(Front front, String title, String quality) {
    FrontPlot plot = new FrontPlot(front, title, quality);
    plot.axes();
    plot.line();
    plot.points.forEach(plot::whiskers);
    plot.marks();
    plot.legend();
    return plot.svg;
  }

  private void axes() {
    for (double mark : costs.marks()) {
      svg.line(x.at(mark), BOTTOM, x.at(mark), TOP);
      svg.text(x.at(mark), BOTTOM + 18, "middle", "dim", costs.label(mark));
    }
    for (double mark : qualities.marks()) {
      svg.line(LEFT, y.at(mark), WIDTH - 14, y.at(mark));
      svg.text(LEFT - 6, y.at(mark) + 4, "end", "dim", qualities.label(mark));
    }
  }

  /** Steps: from one of the best to the next nothing is better. */
  private void line() {
    List<Double> xy = new ArrayList<>();
    for (Front.Point point : front.best()) {
      if (!xy.isEmpty()) {
        xy.add(x.at(point.cost()));
        xy.add(xy.get(xy.size() - 2));
      }
      xy.add(x.at(point.cost()));
      xy.add(y.at(point.quality()));
    }
    svg.path("front", xy.stream().mapToDouble(d -> d).toArray());
  }

  private void whiskers(Front.Point p) {
    double px = x.at(p.cost());
    double py = y.at(p.quality());
    svg.path("whisker", px, y.at(p.qualityLow()), px, y.at(p.qualityHigh()));
    svg.path("whisker", x.at(p.costLow()), py, x.at(p.costHigh()), py);
  }

  /** Points as good as at one place share their numbers. */
  private void marks() {
    for (int i = 0; i < points.size(); i++) {
      double px = x.at(points.get(i).cost());
      double py = y.at(points.get(i).quality());
      svg.dot(px, py, 6, i, points.get(i).name());
      List<Integer> near = near(i);
      if (near.get(0) == i) {
        String label = near.stream().map(n -> "" + (n + 1)).collect(Collectors.joining(", "));
        boolean right = px > WIDTH - 50;
        svg.text(px + (right ? -10 : 10), py - 8, right ? "end" : "start", "", label);
      }
    }
  }

  /** Itself and all that are so near, or near to one of those, that labels would overlap. */
  private List<Integer> near(int own) {
    SortedSet<Integer> all = new TreeSet<>(Set.of(own));
    int before = 0;
    while (all.size() > before) {
      before = all.size();
      for (int i = 0; i < points.size(); i++) {
        int other = i;
        if (all.stream().anyMatch(one -> isNear(points.get(one), points.get(other)))) {
          all.add(i);
        }
      }
    }
    return List.copyOf(all);
  }

  private boolean isNear(Front.Point a, Front.Point b) {
    return Math.abs(x.at(a.cost()) - x.at(b.cost())) < LABEL
        && Math.abs(y.at(a.quality()) - y.at(b.quality())) < NEAR;
  }

  private void legend() {
    double at = BOTTOM + 44;
    for (int i = 0; i < points.size(); i++) {
      Front.Point p = points.get(i);
      svg.dot(18, at - 4, 5, i, p.name());
      svg.text(30, at, "start", "", i + 1 + "  " + SpeedPlot.shortened(p.name(), 20));
      String label = text("%.2f; %s", p.cost(), Verdict.number(p.quality()));
      svg.text(WIDTH - 14, at, "end", front.has(i) ? "" : "dim", label);
      at += LINE;
    }
  }
}
