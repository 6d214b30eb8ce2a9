package org.sinter.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sinter.cli.report.Svg;

/** A report's plots. */
final class Plots {
  private static final double WIDTH = 720;
  private static final double LEFT = 190;
  private static final double BAR = 18;
  private static final int KERNELS = 12;

  private Plots() {}

  /** Times of all sides for each shape and threads, relative to the slowest. */
  static Svg times(Report report) {
    int sides = report.rows().stream().mapToInt(r -> 1 + r.peers().size()).max().orElse(1);
    double step = sides * BAR + 16;
    Svg svg =
        new Svg("Time of one run, shorter is better", WIDTH, 60 + step * report.rows().size());
    legend(svg, report);
    double y = 48;
    for (Report.Row row : report.rows()) {
      svg.text(LEFT - 8, y + 13, "end", "", row.shape());
      svg.text(LEFT - 8, y + 29, "end", "dim", threads(row.threads()));
      double slowest = row.peers().stream().mapToDouble(Report.Peer::ms).max().orElse(0);
      double scale = (WIDTH - LEFT - 110) / Math.max(slowest, row.ms());
      bar(svg, y, row.ms() * scale, 0, time(row.ms()));
      for (int i = 0; i < row.peers().size(); i++) {
        Report.Peer peer = row.peers().get(i);
        String label = text("%s (%.2fx)", time(peer.ms()), peer.ratio());
        bar(svg, y + (i + 1) * BAR, peer.ms() * scale, i + 1, label);
      }
      y += step;
    }
    return svg;
  }

  private static void bar(Svg svg, double y, double width, int colour, String label) {
    svg.bar(LEFT, y, width, BAR - 3, colour, label);
    svg.text(LEFT + width + 6, y + 12, "start", "", label);
  }

  private static void legend(Svg svg, Report report) {
    List<String> names = new ArrayList<>(List.of(report.model()));
    names.addAll(report.peers());
    double x = LEFT;
    for (int i = 0; i < names.size(); i++) {
      svg.bar(x, 14, 12, 12, i, names.get(i));
      svg.text(x + 18, 24, "start", "", names.get(i));
      x += 40 + 7.5 * names.get(i).length();
    }
  }

  /** Where the time of a row goes: the kernels that take most. */
  static Svg kernels(Report.Row row) {
    double all = row.kernels().stream().mapToDouble(KernelTime::ms).sum();
    List<KernelTime> shown = KernelTime.telling(row.kernels()).stream().limit(KERNELS).toList();
    String title = "Kernels at " + row.shape() + ", " + threads(row.threads());
    Svg svg = new Svg(title, WIDTH, 40 + (BAR + 6) * Math.max(1, shown.size()));
    double most = shown.stream().mapToDouble(KernelTime::ms).max().orElse(1);
    svg.text(LEFT, 20, "start", "dim", title);
    double y = 32;
    for (KernelTime k : shown) {
      svg.text(LEFT - 8, y + 12, "end", "", k.kernel() + " ×" + k.calls());
      String label =
          text(
              "%s, %.0f %%; %s of its limit",
              time(k.ms()), 100 * k.ms() / all, Tables.limit(k.ofLimit(row.limits())));
      bar(svg, y, (WIDTH - LEFT - 240) * k.ms() / most, 0, label);
      y += BAR + 6;
    }
    return svg;
  }

  private static String time(double ms) {
    return ms < 0.1 ? text("%.3g µs", 1000 * ms) : text("%.3g ms", ms);
  }

  static String threads(int count) {
    return count == 1 ? "1 thread" : count + " threads";
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
