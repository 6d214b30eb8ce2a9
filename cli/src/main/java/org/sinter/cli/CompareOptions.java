package org.sinter.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sinter.cli.compare.CompareJson;
import org.sinter.cli.compare.ComparePage;
import org.sinter.cli.compare.CompareText;
import org.sinter.cli.compare.Findings;
import org.sinter.cli.report.Json;
import org.sinter.frontend.file.Replacement;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a comparison measures, where it keeps what is done, and where its report goes. */
final class CompareOptions {
  @Option(
      names = "--shape",
      paramLabel = "S=N,..",
      description = {
        "Values for the model's symbols; repeatable.",
        "Default: batch and length 1x8, 1x128 and 8x128. With --data also 32 of its texts."
      })
  List<String> shapes = new ArrayList<>();

  @Mixin TimingOptions timing;

  @Option(names = "--json", paramLabel = "F", description = "Writes JSON; - is standard output.")
  String json;

  @Option(names = "--html", paramLabel = "F", description = "Writes one page with plots.")
  Path html;

  @Option(names = "--markdown", paramLabel = "F", description = "Writes the tables as Markdown.")
  Path markdown;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = {
        "Where finished parts and the jars are kept, so that a comparison can go on after a kill.",
        "Default: beside the report, as compare.state for compare.html; without one nowhere."
      })
  Path state;

  @Option(names = "--fresh", description = "Removes what DIR holds of other inputs.")
  boolean fresh;

  private boolean temporary;

  /** Where parts are kept. */
  Path directory() throws IOException {
    if (state != null) {
      return state;
    }
    Path report =
        html != null ? html : json != null && !json.equals("-") ? Path.of(json) : markdown;
    if (report == null) {
      temporary = true;
      return Files.createTempDirectory("sinter-compare");
    }
    String name = report.getFileName().toString().replaceFirst("\\.\\w+$", "");
    return report.resolveSibling(name + ".state");
  }

  /** Removes a directory that nobody asked for. */
  void clean(Path directory) throws IOException {
    if (temporary) {
      TemporaryFiles.delete(directory);
    }
  }

  void write(Findings findings, PrintWriter out) {
    if ("-".equals(json)) {
      out.println(Json.text(CompareJson.of(findings)));
    } else {
      out.print(CompareText.lines(findings));
    }
    if (json != null && !json.equals("-")) {
      Replacement.write(Path.of(json), Json.text(CompareJson.of(findings)) + "\n");
    }
    if (html != null) {
      Replacement.write(html, ComparePage.html(findings));
    }
    if (markdown != null) {
      Replacement.write(markdown, CompareText.markdown(findings));
    }
    out.flush();
  }
}
