package org.sinter.cli.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sinter.cli.report.TextTable;

/**
 * An explanation for a terminal: a table of passes, then for each pass that did something what it
 * did and where.
 */
public final class ExplainText {
  private static final int FEW = 3;
  private static final int WIDTH = 100;

  private final Explanation explanation;
  private final boolean all;
  private final StringBuilder text = new StringBuilder();

  private ExplainText(Explanation explanation, boolean all) {
    this.explanation = explanation;
    this.all = all;
  }

  /** {@code all}: with the name of every node. */
  public static String of(Explanation explanation, boolean all) {
    return new ExplainText(explanation, all).text();
  }

  private String text() {
    line(
        "%s by pipeline %s, FLOPs and bytes at %s",
        explanation.model(), explanation.pipeline(), explanation.sizes());
    line("");
    text.append(table(explanation).lines());
    line("");
    totals(explanation).forEach(total -> line("%s", total));
    String idle = idle(explanation);
    if (!idle.isEmpty()) {
      wrapped("nothing to do: ", idle, "  ");
    }
    explanation.steps().forEach(this::step);
    return text.toString();
  }

  /** One row for each pass that changed something. */
  static TextTable table(Explanation explanation) {
    TextTable table =
        new TextTable("", "pass", "ms", "ops", "parameters", "weights", "FLOPs", "values");
    row(table, "", "as read", "", explanation.read());
    for (Deed step : explanation.steps()) {
      if (step.changed()) {
        String time = String.format(Locale.ROOT, "%.1f", step.milliseconds());
        row(table, String.valueOf(step.number()), step.pass(), time, step.after());
      }
    }
    return table;
  }

  private static void row(TextTable table, String number, String pass, String ms, Stage stage) {
    table.row(
        number,
        pass,
        ms,
        stage.nodes(),
        Quantity.of(stage.parameters()),
        Quantity.bytes(stage.weightBytes()),
        Quantity.flops(stage.flops()),
        Quantity.bytes(stage.activationBytes()));
  }

  /** What all passes together changed. */
  static List<String> totals(Explanation explanation) {
    Stage a = explanation.read();
    Stage b = explanation.last();
    List<String> totals =
        new ArrayList<>(
            List.of(
                "ops      "
                    + change(a.nodes(), b.nodes(), Quantity.of(a.nodes()), Quantity.of(b.nodes())),
                "weights  "
                    + change(
                        a.weightBytes(),
                        b.weightBytes(),
                        Quantity.bytes(a.weightBytes()),
                        Quantity.bytes(b.weightBytes())),
                "FLOPs    "
                    + change(
                        a.flops(), b.flops(), Quantity.flops(a.flops()), Quantity.flops(b.flops())),
                "values   "
                    + change(
                        a.activationBytes(),
                        b.activationBytes(),
                        Quantity.bytes(a.activationBytes()),
                        Quantity.bytes(b.activationBytes()))));
    if (explanation.ends() != null) {
      totals.add(explanation.ends().read().to(explanation.ends().last()));
    }
    return totals;
  }

  private static String change(long before, long after, String was, String is) {
    return Quantity.change(was, is, before == 0 ? 0 : (double) after / before);
  }

  /** The passes that neither changed anything nor said why. */
  static String idle(Explanation explanation) {
    return explanation.steps().stream()
        .filter(s -> !s.changed() && s.left().isEmpty())
        .map(Deed::pass)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private void step(Deed step) {
    if (!step.changed() && step.left().isEmpty()) {
      return;
    }
    line("");
    line("%d %s", step.number(), step.text());
    String changes = Quantity.changes(step.before().changes(step.after()));
    wrapped("  ", changes.isEmpty() && step.changed() ? "same ops" : changes, "  ");
    step.fired().forEach(f -> finding(f, ""));
    step.left().forEach(f -> finding(f, "left: "));
  }

  private void finding(Finding finding, String prefix) {
    line("  %5d × %s%s", finding.count(), prefix, finding.what());
    if (all) {
      for (int i = 0; i < finding.count(); i++) {
        line("            %s: %s", finding.nodes().get(i), finding.details().get(i));
      }
    } else {
      places(finding);
    }
  }

  private void places(Finding finding) {
    List<String> places = Places.compact(finding.nodes());
    String some = String.join(", ", places.subList(0, Math.min(FEW, places.size())));
    wrapped("          ", places.size() > FEW ? some + ", …" : some, "          ");
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }

  /** Broken at commas. */
  private void wrapped(String first, String words, String indent) {
    StringBuilder line = new StringBuilder(first);
    for (String part : words.split("(?<=, )")) {
      if (line.length() + part.strip().length() > WIDTH && line.length() > indent.length()) {
        line("%s", line.toString().stripTrailing());
        line.setLength(0);
        line.append(indent);
      }
      line.append(part);
    }
    if (!line.toString().isBlank()) {
      line("%s", line);
    }
  }
}
