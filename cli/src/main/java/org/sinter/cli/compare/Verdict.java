package org.sinter.cli.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.sinter.cli.measure.Blocks;
import org.sinter.cli.metric.Score;

/** A candidate in words: how much faster, smaller and worse it is, and whether that is sure. */
final class Verdict {
  private static final double SAME_SIZE = 0.005;

  private final Findings findings;
  private final int candidate;

  private Verdict(Findings findings, int candidate) {
    this.findings = findings;
    this.candidate = candidate;
  }

  /** One sentence for each candidate. */
  static List<String> all(Findings findings) {
    List<String> sentences = new ArrayList<>();
    for (int i = 0; i < findings.results().size(); i++) {
      sentences.add(new Verdict(findings, i).sentence());
    }
    return sentences;
  }

  private String sentence() {
    Findings.Result own = findings.results().get(candidate);
    List<String> parts = new ArrayList<>();
    if (candidate == 0) {
      parts.add("the baseline");
      parts.add(text("%.1f MB of weights and code", own.sizes().shipped() / 1e6));
      own.figures().stream()
          .filter(figure -> !figure.isFidelity())
          .limit(1)
          .forEach(figure -> parts.add(figure.metric() + " " + number(figure.score().value())));
    } else {
      parts.add(speed());
      parts.add(size(own));
      quality(own, parts);
    }
    return own.name() + ": " + String.join(", ", parts);
  }

  private String speed() {
    Blocks.Result all = findings.overall(candidate);
    String interval = text("%.2fx [%.2f, %.2f]", all.ratio(), all.low(), all.high());
    if (!Cell.isClear(all)) {
      return "as fast within the noise (" + interval + ")" + range();
    }
    return interval.replaceFirst("x ", all.ratio() > 1 ? "x faster " : "x as fast ") + range();
  }

  /** From the sample with the least gain to that with the most. */
  private String range() {
    List<Cell> cells =
        findings.cells().stream()
            .sorted(Comparator.comparingDouble((Cell c) -> c.ratio(candidate).ratio()))
            .toList();
    if (cells.size() < 2) {
      return "";
    }
    Cell least = cells.get(0);
    Cell most = cells.get(cells.size() - 1);
    return text(
        " (from %.2fx at %s to %.2fx at %s)",
        least.ratio(candidate).ratio(), least.name(), most.ratio(candidate).ratio(), most.name());
  }

  private String size(Findings.Result own) {
    double ratio = (double) findings.baseline().sizes().shipped() / own.sizes().shipped();
    if (Math.abs(ratio - 1) < SAME_SIZE) {
      return "as large";
    }
    return ratio > 1 ? text("%.1fx smaller", ratio) : text("%.1fx larger", 1 / ratio);
  }

  private static void quality(Findings.Result own, List<String> parts) {
    own.figures().stream()
        .filter(figure -> !figure.isFidelity())
        .limit(1)
        .forEach(figure -> parts.add(figure.metric() + " " + difference(figure)));
    own.figures().stream()
        .filter(figure -> figure.metric().equals("cosine-mean"))
        .forEach(figure -> parts.add("cosine to the baseline " + number(figure.score().value())));
  }

  /** {@code -0.02 points [-0.05, 0.01] (not significant)}. */
  static String difference(Figure figure) {
    double points = figure.points();
    Score d = figure.difference();
    if (d.low() == 0 && d.high() == 0) {
      return "unchanged";
    }
    return text(
        "%+.2f%s [%+.2f, %+.2f] (%s)",
        plain(d.value() * points),
        points == 1 ? "" : " points",
        plain(d.low() * points),
        plain(d.high() * points),
        d.isClear() ? "significant" : "not significant");
  }

  /** Without a sign of what rounds to nothing. */
  private static double plain(double value) {
    return Math.abs(value) < 0.005 ? 0 : value;
  }

  /** What cosines lack to 1 counts. */
  static String number(double value) {
    double size = Math.abs(value);
    boolean near = size != 1 && Math.abs(size - 1) < 0.01;
    boolean extreme = size != 0 && (size < 1e-3 || size >= 1e5);
    return text(near ? "%.6f" : extreme ? "%.2e" : size >= 100 ? "%.1f" : "%.4f", value);
  }

  static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
