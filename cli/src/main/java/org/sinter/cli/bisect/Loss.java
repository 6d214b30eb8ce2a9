package org.sinter.cli.bisect;

import org.sinter.ir.Graph;

/** How much worse a graph is than the uncompressed model: 0 is as good, more is worse. */
@FunctionalInterface
public interface Loss {
  double of(Graph graph) throws Exception;
}
