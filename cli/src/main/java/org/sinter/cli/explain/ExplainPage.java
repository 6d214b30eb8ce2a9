package org.sinter.cli.explain;

import org.sinter.cli.report.Page;
import org.sinter.cli.report.TextTable;

/** An explanation as one HTML page, each pass to be folded away. */
public final class ExplainPage {
  private ExplainPage() {}

  public static String html(Explanation explanation) {
    Page page = new Page("sinter explain: " + explanation.model(), explanation.model());
    page.note("By pipeline " + explanation.pipeline() + "; at " + explanation.sizes() + ".");
    page.heading("Passes").table(ExplainText.table(explanation));
    ExplainText.totals(explanation).forEach(page::note);
    String idle = ExplainText.idle(explanation);
    if (!idle.isEmpty()) {
      page.note("Nothing to do: " + idle + ".");
    }
    page.heading("What they did");
    for (Deed deed : explanation.steps()) {
      if (deed.changed() || !deed.left().isEmpty()) {
        add(page, deed);
      }
    }
    return page.html();
  }

  private static void add(Page page, Deed deed) {
    page.open(deed.number() + " " + deed.text());
    String changes = Quantity.changes(deed.before().changes(deed.after()));
    if (!changes.isEmpty()) {
      page.note(changes);
    }
    TextTable table = new TextTable("times", "what", "where");
    deed.fired().forEach(f -> row(table, f, ""));
    deed.left().forEach(f -> row(table, f, "left: "));
    page.table(table).close();
  }

  private static void row(TextTable table, Finding finding, String prefix) {
    String where = String.join(", ", Places.compact(finding.nodes()));
    table.row(finding.count(), prefix + finding.what(), where);
  }
}
