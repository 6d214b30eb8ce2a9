package org.sinter.cli;

import java.util.ArrayList;
import java.util.List;
import org.sinter.cli.metric.Wanted;
import picocli.CommandLine.Option;

/** Which metrics of which output: options that several commands share. */
final class MetricOptions {
  @Option(
      names = "--metric",
      split = ",",
      description = "${COMPLETION-CANDIDATES}; default: what the data suggests.")
  List<Wanted.Kind> metrics = new ArrayList<>();

  @Option(names = "--output", description = "The output to look at.")
  String output;

  Wanted wanted() {
    return new Wanted(metrics.isEmpty() ? null : metrics, output);
  }

  /** What is asked for, in words. */
  @Override
  public String toString() {
    return metrics + " " + output;
  }
}
