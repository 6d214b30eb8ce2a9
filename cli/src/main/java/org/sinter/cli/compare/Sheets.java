package org.sinter.cli.compare;

import static org.sinter.cli.compare.Verdict.number;
import static org.sinter.cli.compare.Verdict.text;

import java.util.ArrayList;
import java.util.List;
import org.sinter.cli.measure.Blocks;
import org.sinter.cli.metric.Score;
import org.sinter.cli.report.TextTable;

/** The tables of a comparison. */
final class Sheets {
  private Sheets() {}

  /** A row for each candidate: bytes and the time to compile. */
  static TextTable sizes(Findings findings) {
    TextTable table =
        new TextTable(
            "pipeline", "weights MB", "code kB", "run MB", "peak MB", "of baseline", "compiled s");
    double baseline = findings.baseline().sizes().shipped();
    for (Findings.Result result : findings.results()) {
      Sizes sizes = result.sizes();
      table.row(
          result.name(),
          text("%.2f", sizes.weights() / 1e6),
          text("%.0f", sizes.code() / 1e3),
          text("%.1f", result.runBytes() / 1e6),
          text("%.1f", result.peakBytes() / 1e6),
          text("%.0f %%", 100 * sizes.shipped() / baseline),
          Double.isNaN(sizes.seconds()) ? "" : text("%.1f", sizes.seconds()));
    }
    return table;
  }

  /** A row for each candidate, a column for each metric. */
  static TextTable quality(Findings findings) {
    List<String> head = new ArrayList<>(List.of("pipeline"));
    findings.baseline().figures().forEach(figure -> head.add(figure.metric()));
    TextTable table = new TextTable(head);
    for (Findings.Result result : findings.results()) {
      List<String> cells = new ArrayList<>(List.of(result.name()));
      boolean baseline = result == findings.baseline();
      for (Figure figure : result.figures()) {
        cells.add(baseline && figure.isFidelity() ? "" : score(figure.score()));
      }
      table.row(cells);
    }
    return table;
  }

  private static String score(Score score) {
    return number(score.value()) + (" [" + number(score.low()) + ", " + number(score.high()) + "]");
  }

  /** A row for each candidate but the baseline: its task metrics less the baseline's. */
  static TextTable differences(Findings findings) {
    TextTable table = new TextTable("pipeline", "metric", "less the baseline's");
    for (Findings.Result result : findings.results()) {
      for (Figure figure : result.figures()) {
        if (!figure.isFidelity() && figure.difference() != null) {
          table.row(result.name(), figure.metric(), Verdict.difference(figure));
        }
      }
    }
    return table;
  }

  static boolean hasTask(Findings findings) {
    return findings.baseline().figures().stream().anyMatch(figure -> !figure.isFidelity());
  }

  /** A row for each sample, number of threads and candidate. */
  static TextTable speeds(Findings findings) {
    TextTable table =
        new TextTable(
            "pipeline", "sample", "threads", "p50 ms", "p99 ms", "rows/s", "times as fast", "sure");
    for (Cell cell : findings.cells()) {
      for (int i = 0; i < findings.results().size(); i++) {
        Blocks.Result ratio = cell.ratio(i);
        table.row(
            findings.results().get(i).name(),
            cell.sample(),
            cell.threads(),
            text("%.3f", cell.p50(i)),
            text("%.3f", cell.p99(i)),
            text("%.0f", cell.rowsPerSecond(i)),
            i == 0 ? "" : text("%.2f [%.2f, %.2f]", ratio.ratio(), ratio.low(), ratio.high()),
            i == 0 ? "" : sure(ratio));
      }
    }
    return table;
  }

  private static String sure(Blocks.Result ratio) {
    return !Cell.isClear(ratio) ? "no difference" : ratio.ratio() > 1 ? "faster" : "slower";
  }
}
