package org.sinter.cli;

import org.sinter.runtime.Options;
import picocli.CommandLine.Option;

/** How a model runs: options that several commands share. */
final class RunOptions {
  @Option(names = "--threads", description = "Default: what the container grants.")
  int threads;

  Options options() {
    return threads > 0 ? Options.defaults().withThreads(threads) : Options.defaults();
  }
}
