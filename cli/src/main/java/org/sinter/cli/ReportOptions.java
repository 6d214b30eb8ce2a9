package org.sinter.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.sinter.cli.bench.BenchPage;
import org.sinter.cli.bench.Markdown;
import org.sinter.cli.bench.Report;
import org.sinter.cli.bench.ReportJson;
import org.sinter.cli.bench.Tables;
import org.sinter.cli.report.Json;
import org.sinter.frontend.file.Replacement;
import picocli.CommandLine.Option;

/** Where a report goes. */
final class ReportOptions {
  @Option(names = "--json", paramLabel = "F", description = "Writes JSON; - is standard output.")
  String json;

  @Option(names = "--html", paramLabel = "F", description = "Writes one page with plots.")
  Path html;

  @Option(
      names = "--markdown",
      paramLabel = "F",
      description = {
        "Writes tables and plots as Markdown, the plots as SVG files in a folder beside it.",
        "A file with lines '<!-- bench -->' and '<!-- end -->' keeps the rest of its text."
      })
  Path markdown;

  @Option(names = "--profile", description = "Also says where the time goes, kernel by kernel.")
  boolean profile;

  void write(Report report, PrintWriter out) throws IOException {
    if ("-".equals(json)) {
      out.println(Json.text(ReportJson.of(report)));
    } else {
      print(report, out);
      if (json != null) {
        Replacement.write(Path.of(json), Json.text(ReportJson.of(report)) + "\n");
      }
    }
    if (html != null) {
      Replacement.write(html, BenchPage.html(report, profile));
    }
    if (markdown != null) {
      Markdown.write(report, markdown, profile);
    }
    out.flush();
  }

  private void print(Report report, PrintWriter out) {
    out.println(report.model() + ", code for " + report.level() + ", on " + report.machine());
    out.println(report.method());
    out.println();
    out.print(Tables.speeds(report).lines());
    for (Report.Row row : report.rows()) {
      if (profile) {
        out.printf("%nkernels at %s, threads: %d%n", row.shape(), row.threads());
        out.print(Tables.kernels(row.kernels(), row.limits()).lines());
      }
    }
  }
}
