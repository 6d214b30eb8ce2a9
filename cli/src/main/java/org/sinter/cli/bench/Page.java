package org.sinter.cli.bench;

/** A report as one HTML page that needs nothing else: no network, no script. */
public final class Page {
  private static final String STYLE =
      """
      <style>
      :root { color-scheme: light dark }
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto;
        padding: 1rem; background: #ffffff; color: #101828 }
      h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem }
      .wide { overflow-x: auto } .dim { color: #667085 } svg { height: auto }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums }
      th, td { padding: .25rem .6rem; border-bottom: 1px solid #d0d5dd; text-align: left;
        white-space: nowrap }
      .n { text-align: right } summary { cursor: pointer; margin: 1rem 0 .5rem }
      @media (prefers-color-scheme: dark) {
        body { background: #101418; color: #e6edf3 } .dim { color: #98a6b5 }
        th, td { border-color: #344054 } }
      </style>
      """;

  private Page() {}

  /** {@code kernels}: with a table of kernels for each row. */
  public static String html(Report report, boolean kernels) {
    StringBuilder text = new StringBuilder();
    text.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
    text.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
    text.append("<title>sinter bench: " + Svg.escape(report.model()) + "</title>\n");
    text.append(STYLE).append(Svg.STYLE).append("</head>\n<body>\n");
    text.append("<h1>" + Svg.escape(report.model()) + "</h1>\n");
    paragraph(text, "Code for " + report.level() + " on " + report.machine() + ".");
    paragraph(text, report.method() + ". Percentages are of limits measured in the same run.");
    section(text, "Speed", Tables.speeds(report).html());
    section(text, "Time of one run", wide(Plots.times(report)));
    section(text, "Below the roof", wide(Roofline.of(report)));
    section(text, "The machine's limits", Tables.limits(report).html());
    if (kernels) {
      text.append("<h2>Kernels</h2>\n");
      report.rows().forEach(row -> kernels(text, row));
    }
    return text.append("</body>\n</html>\n").toString();
  }

  private static void paragraph(StringBuilder text, String words) {
    text.append("<p class=\"dim\">" + Svg.escape(words) + "</p>\n");
  }

  private static void section(StringBuilder text, String title, String body) {
    text.append("<h2>" + title + "</h2>\n").append(body);
  }

  private static String wide(Svg svg) {
    return "<div class=\"wide\">" + svg.inline() + "</div>\n";
  }

  private static void kernels(StringBuilder text, Report.Row row) {
    String title = row.shape() + ", " + Plots.threads(row.threads());
    text.append("<details open=\"open\"><summary>" + Svg.escape(title) + "</summary>\n");
    text.append(wide(Plots.kernels(row)));
    text.append(Tables.kernels(row.kernels(), row.limits()).html()).append("</details>\n");
  }
}
