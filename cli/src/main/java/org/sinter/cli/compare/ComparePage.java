package org.sinter.cli.compare;

import java.util.List;
import org.sinter.cli.report.Page;

/** A comparison as one HTML page. */
public final class ComparePage {
  private ComparePage() {}

  public static String html(Findings findings) {
    String heading = findings.model() + ": " + findings.results().size() + " pipelines compared";
    Page page = new Page("sinter compare: " + findings.model(), heading);
    page.note(about(findings));
    page.list(Verdict.all(findings));
    if (findings.baseline().quality() != null) {
      String metric = findings.baseline().quality().metric();
      page.heading("Quality over size and over time");
      page.plots(
          List.of(
              FrontPlot.of(Front.ofSize(findings), "Weights and code, MB", metric),
              FrontPlot.of(
                  Front.ofTime(findings), "Time, " + findings.baseline().name() + " = 1", metric)));
      page.note(
          "Best is up and to the left; nothing is better in both than the dashed front."
              + " Upright bars are 95 % intervals of the difference to the baseline, on the same"
              + " texts; level ones of the time.");
    }
    page.heading("Size").table(Sheets.sizes(findings));
    quality(page, findings);
    page.heading("Speed, times as fast as " + findings.baseline().name());
    page.plots(SpeedPlot.all(findings)).table(Sheets.speeds(findings));
    page.heading("Pipelines");
    for (Findings.Result result : findings.results()) {
      page.open(result.name()).code(result.passes()).close();
    }
    return page.html();
  }

  /** What it was measured on and how. */
  static String about(Findings findings) {
    return String.format(
        "Sinter %s, code for %s on %s. Quality on %s. %s.",
        findings.sinter(),
        findings.level(),
        findings.machine(),
        findings.data(),
        findings.method());
  }

  private static void quality(Page page, Findings findings) {
    if (findings.baseline().quality() == null) {
      return;
    }
    page.heading("Quality").table(Sheets.quality(findings));
    if (Sheets.hasTask(findings)) {
      page.table(Sheets.differences(findings));
    }
  }
}
