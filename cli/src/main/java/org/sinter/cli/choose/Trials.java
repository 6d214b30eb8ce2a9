package org.sinter.cli.choose;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.sinter.cli.HostJar;
import org.sinter.ir.Graph;
import org.sinter.passes.Context;
import org.sinter.passes.Divisible;
import org.sinter.passes.Pass;

/**
 * A model with some of its weights changed.
 *
 * @param graph after the passes that come before
 * @param pass what changes weights
 * @param after passes that follow
 * @param context what passes get to know
 * @param all names of the weights that it may change
 * @param level the CPU level to compile for; null: the best that this machine has
 */
record Trials(
    Graph graph,
    Divisible pass,
    Pass<Graph> after,
    Context context,
    List<String> all,
    String level) {
  /** Those of all weights that are not among {@code weights}. */
  List<String> others(Collection<String> weights) {
    return all.stream().filter(name -> !weights.contains(name)).toList();
  }

  /** With these weights changed. */
  HostJar jar(Collection<String> weights) throws IOException {
    Graph changed =
        weights.isEmpty()
            ? graph
            : pass.without(others(weights)).run(graph, context.in(pass.name()));
    return HostJar.of(after.run(changed, context), level);
  }
}
