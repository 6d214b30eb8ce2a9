package org.sinter.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of cells, as lines for a terminal, for Markdown, or for HTML; numbers to the right. */
public final class TextTable {
  private final List<String> head;
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... head) {
    this(List.of(head));
  }

  public TextTable(List<String> head) {
    this.head = List.copyOf(head);
  }

  public TextTable row(Object... cells) {
    return row(Arrays.stream(cells).map(String::valueOf).toList());
  }

  public TextTable row(List<String> cells) {
    if (cells.size() != head.size()) {
      throw new IllegalArgumentException(cells + " does not fit " + head);
    }
    rows.add(cells);
    return this;
  }

  public String lines() {
    int[] widths = new int[head.size()];
    List<List<String>> all = new ArrayList<>(List.of(head));
    all.addAll(rows);
    all.forEach(r -> Arrays.setAll(widths, i -> Math.max(widths[i], r.get(i).length())));
    StringBuilder text = new StringBuilder();
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String pad = " ".repeat(widths[i] - row.get(i).length());
        line.append(i == 0 ? "" : "  ").append(isText(i) ? row.get(i) + pad : pad + row.get(i));
      }
      text.append(line.toString().stripTrailing()).append(java.lang.System.lineSeparator());
    }
    return text.toString();
  }

  public String markdown() {
    StringBuilder text = new StringBuilder("| " + String.join(" | ", head) + " |\n|");
    for (int i = 0; i < head.size(); i++) {
      text.append(isText(i) ? "---|" : "---:|");
    }
    rows.forEach(row -> text.append("\n| ").append(String.join(" | ", row)).append(" |"));
    return text.append('\n').toString();
  }

  public String html() {
    StringBuilder text = new StringBuilder("<div class=\"wide\"><table>\n<thead>");
    cells(text, "th", head);
    text.append("</thead>\n<tbody>\n");
    rows.forEach(row -> cells(text, "td", row));
    return text.append("</tbody>\n</table></div>\n").toString();
  }

  private void cells(StringBuilder text, String tag, List<String> row) {
    text.append("<tr>");
    for (int i = 0; i < row.size(); i++) {
      String style = isText(i) ? "" : " class=\"n\"";
      text.append("<" + tag + style + ">" + Svg.escape(row.get(i)) + "</" + tag + ">");
    }
    text.append("</tr>\n");
  }

  /** Whether a column holds something that is no number. */
  private boolean isText(int column) {
    return rows.stream().anyMatch(row -> !row.get(column).matches("(> )?[-0-9.]*( ?%| ms|x)?"));
  }
}
