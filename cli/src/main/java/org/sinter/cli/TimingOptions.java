package org.sinter.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.sinter.cli.measure.Blocks;
import picocli.CommandLine.Option;

/** How sides are measured in turns: options that several commands share. */
final class TimingOptions {
  @Option(
      names = "--threads",
      split = ",",
      paramLabel = "N",
      description = "Numbers of threads; default: 1 and all.")
  List<Integer> threads = new ArrayList<>();

  @Option(names = "--level", description = "Runs the code of this CPU level.")
  String level;

  @Option(
      names = "--rounds",
      defaultValue = "15",
      description = "Blocks of each side (${DEFAULT-VALUE}).")
  int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "0.3",
      description = "Length of a block (${DEFAULT-VALUE}).")
  double seconds;

  /** Numbers of threads, each once. */
  List<Integer> threads() {
    Set<Integer> counts = new LinkedHashSet<>(threads);
    if (counts.isEmpty()) {
      counts.addAll(List.of(1, Runtime.getRuntime().availableProcessors()));
    }
    return List.copyOf(counts);
  }

  Blocks blocks() {
    return new Blocks(rounds, seconds);
  }
}
