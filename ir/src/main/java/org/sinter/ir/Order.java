package org.sinter.ir;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.sinter.ir.op.Measuring;

/**
 * The order of a graph's nodes: what {@code results} need, inputs first, and before all else what
 * measures symbols, so that sizes are known to what has them.
 */
final class Order {
  private final Set<Node> done = new LinkedHashSet<>();
  private final Set<Node> open = new HashSet<>();

  private Order() {}

  static List<Node> of(List<Value> results) {
    Order order = new Order();
    results.forEach(order::add);
    List<Value> measured = new ArrayList<>();
    for (Node node : order.done) {
      if (node.op() instanceof Measuring) {
        measured.add(node.result());
      }
    }
    if (measured.isEmpty()) {
      return new ArrayList<>(order.done);
    }
    Order again = new Order();
    measured.forEach(again::add);
    results.forEach(again::add);
    return new ArrayList<>(again.done);
  }

  /** An explicit stack, since graphs are deep. */
  private void add(Value result) {
    List<Node> stack = new ArrayList<>();
    push(stack, result);
    while (!stack.isEmpty()) {
      Node node = stack.get(stack.size() - 1);
      if (done.contains(node) || !open.add(node)) {
        stack.remove(stack.size() - 1);
        done.add(node);
      } else {
        for (int i = node.inputs().size() - 1; i >= 0; i--) {
          push(stack, node.inputs().get(i));
        }
      }
    }
  }

  private void push(List<Node> stack, Value value) {
    if (value instanceof Node.Result r && !done.contains(r.node())) {
      stack.add(r.node());
    }
  }
}
