package org.sinter.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.sinter.cli.data.DataFile;
import org.sinter.cli.data.Dataset;
import org.sinter.cli.data.Form;
import org.sinter.cli.data.Ports;
import org.sinter.cli.data.Reading;
import org.sinter.cli.data.Tokenizer;
import picocli.CommandLine.Option;

/** A data file and how it is read: options that several commands share. */
final class DataOptions {
  @Option(
      names = "--tokenizer",
      paramLabel = "F",
      description = "tokenizer.json; default: the jar's, or the one beside the model.")
  Path tokenizer;

  @Option(
      names = "--form",
      description = "What the data is: ${COMPLETION-CANDIDATES}. Default: what it looks like.")
  Form form;

  @Option(
      names = "--columns",
      paramLabel = "ROLE=N,..",
      description = {
        "Columns of a .csv or .tsv, by number from 1 or by name: text=2,label=1 or",
        "sentence1=1,sentence2=2,score=3. Default: what its head or its values say."
      })
  String columns;

  @Option(names = "--limit", paramLabel = "N", description = "Takes the first N units only.")
  int limit = Integer.MAX_VALUE;

  @Option(
      names = "--window",
      paramLabel = "N",
      description = "Token ids of a window (${DEFAULT-VALUE}).")
  int window = Reading.WINDOW;

  /** A file's units for a model at {@code model}. */
  Dataset read(Path file, Path model, Ports ports) throws IOException {
    return read(file, model, ports, Integer.MAX_VALUE);
  }

  /** The first {@code few} of them where no limit is asked for. */
  Dataset read(Path file, Path model, Ports ports, int few) throws IOException {
    int most = limit == Integer.MAX_VALUE ? few : limit;
    try (Tokenizer own = Tokenizer.find(model, tokenizer, ports.longest())) {
      return DataFile.read(file, new Reading(own, form, columns, most, window));
    }
  }

  /** How the data is read, in words. */
  @Override
  public String toString() {
    return "form " + form + ", columns " + columns + ", limit " + limit + ", window " + window;
  }
}
