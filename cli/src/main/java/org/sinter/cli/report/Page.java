package org.sinter.cli.report;

/** One HTML page that needs nothing else: no network, no script; light or dark as the reader. */
public final class Page {
  private static final String STYLE =
      """
      <style>
      :root { color-scheme: light dark }
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto;
        padding: 1rem; background: #ffffff; color: #101828 }
      h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem }
      .wide { overflow-x: auto; margin: .5rem 0 1rem } .dim { color: #667085 } svg { height: auto }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums }
      th, td { padding: .25rem .6rem; border-bottom: 1px solid #d0d5dd; text-align: left;
        white-space: nowrap }
      th:first-child, td:first-child { position: sticky; left: 0; background: #ffffff }
      .n { text-align: right } summary { cursor: pointer; margin: 1rem 0 .5rem }
      pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: .85rem } li { margin: .3rem 0 }
      .plots { display: flex; flex-wrap: wrap; gap: .5rem }
      @media (prefers-color-scheme: dark) {
        body { background: #101418; color: #e6edf3 } .dim { color: #98a6b5 }
        th, td { border-color: #344054 }
        th:first-child, td:first-child { background: #101418 } }
      </style>
      """;

  private final String title;
  private final StringBuilder body = new StringBuilder();

  /** {@code title} is the browser's, {@code heading} the page's own. */
  public Page(String title, String heading) {
    this.title = title;
    body.append("<h1>" + Svg.escape(heading) + "</h1>\n");
  }

  /** Words of less weight. */
  public Page note(String words) {
    body.append("<p class=\"dim\">" + Svg.escape(words) + "</p>\n");
    return this;
  }

  public Page heading(String words) {
    body.append("<h2>" + Svg.escape(words) + "</h2>\n");
    return this;
  }

  /** A list of sentences. */
  public Page list(Iterable<String> sentences) {
    body.append("<ul>\n");
    sentences.forEach(words -> body.append("<li>" + Svg.escape(words) + "</li>\n"));
    body.append("</ul>\n");
    return this;
  }

  /** Text as it is. */
  public Page code(String text) {
    body.append("<pre>" + Svg.escape(text) + "</pre>\n");
    return this;
  }

  public Page table(TextTable table) {
    body.append(table.html());
    return this;
  }

  /** A picture as wide as the page. */
  public Page plot(Svg svg) {
    body.append("<div class=\"wide\">" + svg.inline() + "</div>\n");
    return this;
  }

  /** Pictures as wide as a phone, beside each other where there is room. */
  public Page plots(Iterable<Svg> svgs) {
    body.append("<div class=\"plots\">\n");
    svgs.forEach(svg -> body.append(svg.inline()));
    body.append("</div>\n");
    return this;
  }

  /** What follows until {@link #close} can be folded away. */
  public Page open(String summary) {
    body.append("<details open=\"open\"><summary>" + Svg.escape(summary) + "</summary>\n");
    return this;
  }

  public Page close() {
    body.append("</details>\n");
    return this;
  }

  public String html() {
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
        + ("<title>" + Svg.escape(title) + "</title>\n")
        + (STYLE + Svg.STYLE + "</head>\n<body>\n")
        + (body + "</body>\n</html>\n");
  }
}
