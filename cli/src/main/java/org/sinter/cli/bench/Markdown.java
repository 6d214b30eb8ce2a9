package org.sinter.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sinter.frontend.file.Replacement;

/** A report as Markdown with its plots beside it, in a file of its own or within a page. */
public final class Markdown {
  private static final String BEGIN = "<!-- bench -->\n";
  private static final String END = "<!-- end -->\n";

  private Markdown() {}

  /** Writes {@code page}, or only what stands between its markers where it has some. */
  public static void write(Report report, Path page, boolean kernels) throws IOException {
    String name = page.getFileName().toString().replaceFirst("\\.md$", "");
    Path folder = page.toAbsolutePath().resolveSibling(name);
    Files.createDirectories(folder);
    String text = text(report, name, kernels);
    Replacement.write(folder.resolve("times.svg"), Plots.times(report).file());
    Replacement.write(folder.resolve("roofline.svg"), Roofline.of(report).file());
    for (Report.Row row : kernels ? report.rows() : List.<Report.Row>of()) {
      Replacement.write(folder.resolve(kernels(row)), Plots.kernels(row).file());
    }
    Replacement.write(page, Files.exists(page) ? within(Files.readString(page), text, page) : text);
  }

  private static String within(String old, String text, Path page) throws IOException {
    int begin = old.indexOf(BEGIN);
    int end = old.indexOf(END, Math.max(0, begin));
    if (begin < 0 || end < 0) {
      throw new IOException(
          page + ": has no lines " + BEGIN.strip() + " and " + END.strip() + " to write between");
    }
    return old.substring(0, begin + BEGIN.length()) + "\n" + text + "\n" + old.substring(end);
  }

  private static String kernels(Report.Row row) {
    String shape = row.shape().replaceAll("[^A-Za-z0-9]+", "-");
    return "kernels-" + shape + "-" + row.threads() + ".svg";
  }

  private static String text(Report report, String name, boolean kernels) {
    StringBuilder text = new StringBuilder();
    text.append(report.model() + ", code for " + report.level() + ", on " + report.machine());
    text.append(";\n" + report.method() + ".\n\n");
    text.append(Tables.speeds(report).markdown());
    text.append("\n![time of one run](" + name + "/times.svg)\n");
    text.append("\n![below the roof](" + name + "/roofline.svg)\n");
    text.append("\nThe limits, measured beside each row:\n\n");
    text.append(Tables.limits(report).markdown());
    for (Report.Row row : kernels ? report.rows() : List.<Report.Row>of()) {
      String title = row.shape() + ", " + Plots.threads(row.threads());
      text.append("\n<details><summary>Kernels at " + title + "</summary>\n\n");
      text.append("![kernels](" + name + "/" + kernels(row) + ")\n\n");
      List<KernelTime> telling = KernelTime.telling(row.kernels());
      text.append(Tables.kernels(telling, row.limits()).markdown()).append("\n</details>\n");
    }
    return text.toString();
  }
}
