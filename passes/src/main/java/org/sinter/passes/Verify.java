package org.sinter.passes;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sinter.ir.Constraints;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;

/** Checks after each pass that changed it that a graph is in order and its types are right. */
public final class Verify implements Watcher<Graph> {
  @Override
  public boolean after(Step<Graph> step) {
    if (step.changed()) {
      try {
        check(step.after());
        sameResults(step.before(), step.after());
      } catch (IllegalStateException e) {
        throw new IllegalStateException("after " + step.pass().name() + ": " + e.getMessage(), e);
      }
    }
    return true;
  }

  /** Fails with the node that is wrong. */
  public static void check(Graph graph) {
    Set<Value> known = new HashSet<>(graph.params());
    known.addAll(graph.constants());
    for (Node node : graph.nodes()) {
      for (Value input : node.inputs()) {
        require(known.contains(input), node, "uses a value before it is born");
      }
      require(types(node).equals(inferred(node)), node, "has types other than inferred");
      known.addAll(node.results());
    }
  }

  private static List<TensorType> inferred(Node node) {
    try {
      return node.op().infer(node.inputs().stream().map(Value::type).toList(), new Constraints());
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(node + ": " + e.getMessage(), e);
    }
  }

  private static List<TensorType> types(Node node) {
    return node.results().stream().map(Value::type).toList();
  }

  private static void sameResults(Graph before, Graph after) {
    if (!before.resultNames().equals(after.resultNames())) {
      throw new IllegalStateException(
          "results are " + after.resultNames() + ", were " + before.resultNames());
    }
    if (!before.params().equals(after.params())) {
      throw new IllegalStateException("parameters are " + after.params());
    }
  }

  private static void require(boolean holds, Node node, String what) {
    if (!holds) {
      throw new IllegalStateException(node + " " + what);
    }
  }
}
