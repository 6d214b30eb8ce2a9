package org.sinter.cli.compare;

/** A comparison for a terminal, and as Markdown. */
public final class CompareText {
  private CompareText() {}

  public static String lines(Findings findings) {
    StringBuilder text = new StringBuilder();
    text.append(findings.model() + "\n" + ComparePage.about(findings) + "\n\n");
    text.append(Sheets.sizes(findings).lines()).append('\n');
    if (findings.baseline().quality() != null) {
      text.append(Sheets.quality(findings).lines()).append('\n');
    }
    if (Sheets.hasTask(findings)) {
      text.append(Sheets.differences(findings).lines()).append('\n');
    }
    text.append(Sheets.speeds(findings).lines()).append('\n');
    Verdict.all(findings).forEach(sentence -> text.append(sentence + "\n"));
    return text.toString();
  }

  public static String markdown(Findings findings) {
    StringBuilder text = new StringBuilder();
    text.append(findings.model() + ". " + ComparePage.about(findings) + "\n\n");
    Verdict.all(findings).forEach(sentence -> text.append("- " + sentence + "\n"));
    text.append('\n').append(Sheets.sizes(findings).markdown());
    if (findings.baseline().quality() != null) {
      text.append('\n').append(Sheets.quality(findings).markdown());
    }
    if (Sheets.hasTask(findings)) {
      text.append('\n').append(Sheets.differences(findings).markdown());
    }
    return text.append('\n').append(Sheets.speeds(findings).markdown()).toString();
  }
}
