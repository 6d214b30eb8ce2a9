package org.sinter.cli.compare;

import static org.sinter.cli.compare.Verdict.text;

import java.util.ArrayList;
import java.util.List;
import org.sinter.cli.measure.Blocks;
import org.sinter.cli.report.Scale;
import org.sinter.cli.report.Svg;

/** How many times as fast as the baseline, one bar for each candidate, with its interval. */
final class SpeedPlot {
  private static final double WIDTH = 350;
  private static final double LEFT = 96;
  private static final double STEP = 26;

  private SpeedPlot() {}

  /** One for each sample and number of threads, on the same axis. */
  static List<Svg> all(Findings findings) {
    double most = 1;
    for (Cell cell : findings.cells()) {
      for (int i = 0; i < findings.results().size(); i++) {
        most = Math.max(most, cell.ratio(i).ratio());
      }
    }
    Scale scale = Scale.linear(0, most, LEFT, WIDTH - 58);
    List<Svg> plots = new ArrayList<>();
    for (Cell cell : findings.cells()) {
      plots.add(of(findings, cell, scale));
    }
    return plots;
  }

  private static Svg of(Findings findings, Cell cell, Scale scale) {
    int count = findings.results().size();
    Svg svg = new Svg("Speed at " + cell.name(), WIDTH, 34 + STEP * count);
    svg.text(10, 18, "start", "", cell.name());
    for (int i = 0; i < count; i++) {
      double y = 32 + i * STEP;
      Blocks.Result ratio = cell.ratio(i);
      String name = findings.results().get(i).name();
      svg.text(LEFT - 8, y + 13, "end", "", shortened(name, 12));
      svg.bar(LEFT, y, scale.at(ratio.ratio()) - LEFT, 18, i, name);
      svg.path("whisker", scale.at(ratio.low()), y + 9, scale.at(ratio.high()), y + 9);
      String label = i == 0 ? text("%.3g ms", cell.p50(0)) : text("%.2fx", ratio.ratio());
      svg.text(
          Math.max(scale.at(ratio.high()), scale.at(ratio.ratio())) + 6,
          y + 13,
          "start",
          "",
          label);
    }
    svg.line(scale.at(1), 28, scale.at(1), 32 + STEP * count);
    return svg;
  }

  static String shortened(String name, int most) {
    return name.length() <= most ? name : name.substring(0, most - 1) + "…";
  }
}
