package org.sinter.cli.report;

import java.util.Locale;

/** A picture as SVG text; its colours come from classes, so that it follows light and dark. */
public final class Svg {
  /** Colours by class; alone in a file or inside a page. */
  public static final String STYLE =
      """
      <style>
      .plot { font: 13px system-ui, sans-serif; max-width: 100% }
      .plot .paper { fill: #ffffff } .plot text { fill: #101828 } .plot .dim { fill: #667085 }
      .plot line, .plot polyline { stroke: #98a2b3; fill: none; stroke-width: 1 }
      .plot .roof { stroke: #d97706; stroke-width: 2 }
      .plot .front { stroke-dasharray: 5 4 } .plot .whisker { stroke-width: 2 }
      .plot .c0 { fill: #2563eb } .plot .c1 { fill: #d97706 } .plot .c2 { fill: #16a34a }
      .plot .c3 { fill: #9333ea } .plot .c4 { fill: #dc2626 } .plot .c5 { fill: #0891b2 }
      .plot .c6 { fill: #be185d } .plot .c7 { fill: #4d7c0f }
      @media (prefers-color-scheme: dark) {
      .plot .paper { fill: #101418 } .plot text { fill: #e6edf3 } .plot .dim { fill: #98a6b5 }
      .plot line, .plot polyline { stroke: #66758a } .plot .roof { stroke: #fbbf24 }
      .plot .c0 { fill: #60a5fa } .plot .c1 { fill: #fbbf24 } .plot .c2 { fill: #4ade80 }
      .plot .c3 { fill: #c084fc } .plot .c4 { fill: #f87171 } .plot .c5 { fill: #22d3ee }
      .plot .c6 { fill: #f472b6 } .plot .c7 { fill: #a3e635 } }
      </style>
      """;

  private static final int COLOURS = 8;

  private final StringBuilder body = new StringBuilder();
  private final String title;
  private final double width;
  private final double height;

  public Svg(String title, double width, double height) {
    this.title = title;
    this.width = width;
    this.height = height;
    add("<rect class=\"paper\" width=\"%.0f\" height=\"%.0f\"/>", width, height);
  }

  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private void add(String format, Object... values) {
    body.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  public void bar(double x, double y, double w, double h, int colour, String tip) {
    add(
        "<rect class=\"c%d\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\">"
            + "<title>%s</title></rect>",
        colour % COLOURS, x, y, Math.max(1, w), h, escape(tip));
  }

  public void dot(double x, double y, double radius, int colour, String tip) {
    add(
        "<circle class=\"c%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"><title>%s</title></circle>",
        colour % COLOURS, x, y, radius, escape(tip));
  }

  public void line(double x1, double y1, double x2, double y2) {
    add("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", x1, y1, x2, y2);
  }

  /** The line above which nothing can lie. */
  public void roof(double... xy) {
    path("roof", xy);
  }

  /** A line from point to point. */
  public void path(String style, double... xy) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < xy.length; i += 2) {
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", xy[i], xy[i + 1]));
    }
    add("<polyline class=\"%s\" points=\"%s\"/>", style, points.toString().strip());
  }

  /** {@code anchor}: start, middle or end. */
  public void text(double x, double y, String anchor, String style, String text) {
    add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s>%s</text>",
        x, y, anchor, style.isEmpty() ? "" : " class=\"" + style + "\"", escape(text));
  }

  /** For a page that holds {@link #STYLE}. */
  public String inline() {
    return String.format(
        Locale.ROOT,
        "<svg class=\"plot\" xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 %.0f"
            + " %.0f\" width=\"%.0f\" aria-label=\"%s\">\n%s%s</svg>\n",
        width,
        height,
        width,
        escape(title),
        "<title>" + escape(title) + "</title>\n",
        body);
  }

  /** For a file of its own. */
  public String file() {
    return inline().replaceFirst("<title>", STYLE.replace("$", "\\$") + "<title>");
  }
}
