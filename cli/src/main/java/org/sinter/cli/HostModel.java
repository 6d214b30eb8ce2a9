package org.sinter.cli;

import java.io.IOException;
import java.util.List;
import org.sinter.ir.Graph;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;

/**
 * A graph compiled for the CPU level that runs here, and loaded; no file is left of it.
 *
 * @param checks what its kernels check of their inputs
 */
public record HostModel(Model model, List<String> checks) implements AutoCloseable {
  public static HostModel of(Graph graph, Options options) throws IOException {
    try (HostJar jar = HostJar.of(graph, options.level())) {
      return new HostModel(jar.load(options), jar.checks()); // what is mapped stays
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
