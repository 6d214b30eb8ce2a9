package org.sinter.cli.bisect;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sinter.cli.report.TextTable;
import org.sinter.ir.text.PipelineText;
import org.sinter.passes.Divisible.Unit;

/** A verdict for people, and its pipeline as text to use. */
public final class BisectText {
  private static final int FEW = 12;

  private BisectText() {}

  /** Rankings of passes, layers and weights, and what to do. */
  public static String of(Verdict verdict) {
    StringBuilder text = new StringBuilder();
    text.append(line("loss: %s, against the uncompressed model", verdict.metric()));
    text.append(line("")).append(passes(verdict).lines());
    if (verdict.worst() == null) {
      return text.append(line("")).append(line("no pass loses anything")).toString();
    }
    String pass = verdict.worst().pass().name();
    text.append(line(""));
    text.append(line("%s adds most%s", pass, verdict.layers().isEmpty() ? "" : "; by layer"));
    if (!verdict.layers().isEmpty()) {
      text.append(line("")).append(layers(verdict).lines());
      text.append(line("")).append(line("by weight, the others left as they are")).append(line(""));
      text.append(weights(verdict).lines()).append(line("")).append(advice(verdict));
    }
    return text.toString();
  }

  private static TextTable passes(Verdict verdict) {
    TextTable table = new TextTable("pass", "loss after it", "added");
    for (PassLoss loss : verdict.passes()) {
      String mark = loss == verdict.worst() ? "  <" : "";
      table.row(
          (loss.index() + 1) + " " + loss.pass().name(),
          number(loss.loss()),
          number(loss.added()) + mark);
    }
    return table;
  }

  private static TextTable layers(Verdict verdict) {
    TextTable table = new TextTable("layer", "weights", "loss alone");
    verdict.layers().forEach(l -> table.row(l.name(), l.units().size(), number(l.alone())));
    return table;
  }

  private static TextTable weights(Verdict verdict) {
    TextTable table = new TextTable("weight", "where", "loss alone");
    for (PartLoss weight : verdict.weights().stream().limit(FEW).toList()) {
      table.row(weight.name(), weight.units().get(0).place(), number(weight.alone()));
    }
    return table;
  }

  private static String advice(Verdict verdict) {
    if (verdict.exceptions().isEmpty()) {
      return line("no weight stands out");
    }
    String names =
        verdict.exceptions().stream().map(PartLoss::name).collect(Collectors.joining(", "));
    return line(
            "with %s left as %s:", names, verdict.exceptions().size() == 1 ? "it is" : "they are")
        + line("  loss %s instead of %s", number(verdict.remaining()), number(verdict.loss()));
  }

  /**
   * The pipeline without the exceptions, as a file for {@code --pipeline}.
   *
   * @param given what was bisected, on the pipelines of {@code shipped}
   */
  public static String pipeline(Verdict verdict, PipelineText given, PipelineText shipped) {
    if (verdict.exceptions().isEmpty()) {
      return "// Found by sinter bisect: no weight stands out.\n" + given.without(shipped) + "\n";
    }
    List<Unit> units = verdict.exceptions().stream().flatMap(e -> e.units().stream()).toList();
    String places = units.stream().map(Unit::place).collect(Collectors.joining(", "));
    int index = verdict.worst().index();
    PipelineText.Step step =
        given.steps().get(index).adding("except", units.stream().map(Unit::name).toList());
    return "// Found by sinter bisect: left as they are at "
        + places
        + ".\n"
        + given.with(index, List.of(step)).without(shipped)
        + "\n";
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values) + System.lineSeparator();
  }

  static String number(double loss) {
    return String.format(Locale.ROOT, "%.3g", loss);
  }
}
