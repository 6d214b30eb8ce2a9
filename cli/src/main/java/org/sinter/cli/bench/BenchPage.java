package org.sinter.cli.bench;

import org.sinter.cli.report.Page;

/** A report as one HTML page. */
public final class BenchPage {
  private BenchPage() {}

  /** {@code kernels}: with a table of kernels for each row. */
  public static String html(Report report, boolean kernels) {
    Page page = new Page("sinter bench: " + report.model(), report.model());
    page.note("Code for " + report.level() + " on " + report.machine() + ".");
    page.note(report.method() + ". Percentages are of limits measured in the same run.");
    page.heading("Speed").table(Tables.speeds(report));
    page.heading("Time of one run").plot(Plots.times(report));
    page.heading("Below the roof").plot(Roofline.of(report));
    page.heading("The machine's limits").table(Tables.limits(report));
    if (kernels) {
      page.heading("Kernels");
      report.rows().forEach(row -> kernels(page, row));
    }
    return page.html();
  }

  private static void kernels(Page page, Report.Row row) {
    page.open(row.shape() + ", " + Plots.threads(row.threads()));
    page.plot(Plots.kernels(row)).table(Tables.kernels(row.kernels(), row.limits()));
    page.close();
  }
}
