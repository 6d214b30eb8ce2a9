package org.sinter.cli.bench;

import java.util.List;
import org.sinter.cli.report.Scale;
import org.sinter.cli.report.Svg;

/**
 * FLOP/s over FLOPs for each byte of weights, both logarithmic, in units of the measured limits:
 * the roof is the bandwidth's slope, then the peak.
 */
final class Roofline {
  private static final double WIDTH = 720;
  private static final double BOTTOM = 310;
  private static final double LINE = 20;
  private static final int COLUMNS = 3;

  private final Scale x = Scale.logarithmic(0.1, 1000, 70, WIDTH - 30);
  private final Scale y = Scale.logarithmic(0.05, 1.3, BOTTOM, 30);
  private final Report report;
  private final List<String> shapes;
  private final Svg svg;

  private Roofline(Report report) {
    this.report = report;
    this.shapes = report.rows().stream().map(Report.Row::shape).distinct().toList();
    int lines = (shapes.size() + COLUMNS - 1) / COLUMNS;
    String title = "Roofline: how far below the machine's limits";
    this.svg = new Svg(title, WIDTH, BOTTOM + 54 + LINE * lines);
  }

  static Svg of(Report report) {
    Roofline plot = new Roofline(report);
    plot.axes();
    plot.legends();
    report.rows().forEach(plot::point);
    return plot.svg;
  }

  private void axes() {
    for (double mark : new double[] {0.1, 1, 10, 100, 1000}) {
      svg.line(x.at(mark), y.at(0.05), x.at(mark), y.at(1.3));
      String text = String.valueOf(mark).replaceFirst("\\.0$", "");
      svg.text(x.at(mark), BOTTOM + 18, "middle", "dim", text);
    }
    for (double mark : new double[] {0.05, 0.1, 0.25, 0.5, 1}) {
      svg.line(x.at(0.1), y.at(mark), x.at(1000), y.at(mark));
      svg.text(62, y.at(mark) + 4, "end", "dim", Tables.text("%.0f %%", 100 * mark));
    }
    svg.roof(x.at(0.1), y.at(0.1), x.at(1), y.at(1), x.at(1000), y.at(1));
    String below = "FLOPs per byte of weights, 1: where bandwidth and peak limit alike";
    svg.text(WIDTH / 2, BOTTOM + 38, "middle", "dim", below);
    svg.text(70, 18, "start", "dim", "of the peak (fp32 and int8) measured in the same run");
  }

  private void legends() {
    double right = 400;
    for (int threads : report.rows().stream().map(Report.Row::threads).distinct().toList()) {
      svg.dot(right, 14, 5, threads - 1, Plots.threads(threads));
      svg.text(right + 10, 18, "start", "", Plots.threads(threads));
      right += 90;
    }
    for (int i = 0; i < shapes.size(); i++) {
      double at = BOTTOM + 60 + LINE * (i / COLUMNS);
      svg.text(70 + 210 * (i % COLUMNS), at, "start", "", i + 1 + "  " + shapes.get(i));
    }
  }

  private void point(Report.Row row) {
    double peak = row.gflops() / row.ofPeak();
    double balance = peak / row.limits().weightRate();
    double at = row.flops() / row.weightBytes() / balance;
    if (Double.isFinite(at) && at > 0 && row.ofPeak() > 0) {
      String where = row.shape() + ", " + Plots.threads(row.threads());
      String tip = where + Tables.text(": %.0f %%", 100 * row.ofPeak());
      svg.dot(x.at(at), y.at(row.ofPeak()), 6, row.threads() - 1, tip);
      String number = String.valueOf(shapes.indexOf(row.shape()) + 1);
      svg.text(x.at(at) + 9, y.at(row.ofPeak()) + 4, "start", "", number);
    }
  }
}
