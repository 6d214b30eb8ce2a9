package org.sinter.passes.lower;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.sinter.ir.Constant;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.ir.op.Apply;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Convert;

/**
 * Values in memory that are made element by element of the rows of one row kernel and of constants:
 * {@code u8(round(norm * factor + zero))}. It writes them beside its rows, one value at most, which
 * saves a pass over memory.
 */
final class Beside {
  private final Predicate<Value> inMemory;
  private final Predicate<Value> isRows;
  private final Map<Value, Value> besideOf = new HashMap<>();
  private final Map<Value, Value> rowsOf = new HashMap<>();

  /** {@code isRows}: whether a kernel of rows ends with a value and has room for another one. */
  Beside(Graph graph, Predicate<Value> inMemory, Predicate<Value> isRows) {
    this.inMemory = inMemory;
    this.isRows = isRows;
    for (Node node : graph.nodes()) {
      if (isElementwise(node) && inMemory.test(node.result())) {
        find(node);
      }
    }
  }

  private void find(Node node) {
    Value rows = rows(node);
    if (rows != null && isRows.test(rows) && besideOf.putIfAbsent(rows, node.result()) == null) {
      rowsOf.put(node.result(), rows);
    }
  }

  /** The only value in memory, besides constants, that a node is computed from; or null. */
  private Value rows(Node node) {
    Value found = null;
    for (Value input : node.inputs()) {
      if (input instanceof Constant) {
        continue;
      }
      boolean same = input.type().dims().equals(node.result().type().dims());
      Value rows = !same ? null : inMemory.test(input) ? input : inner(input);
      if (rows == null || found != null && found != rows) {
        return null;
      }
      found = rows;
    }
    return found;
  }

  private Value inner(Value value) {
    return value instanceof Node.Result r && isElementwise(r.node()) ? rows(r.node()) : null;
  }

  private static boolean isElementwise(Node node) {
    return node.op() instanceof Apply
        || node.op() instanceof Combine
        || node.op() instanceof Convert;
  }

  /** What the kernel that ends with {@code rows} writes, too, or null. */
  Value of(Value rows) {
    return besideOf.get(rows);
  }

  /** Whether another value's kernel writes this one. */
  boolean isWritten(Value value) {
    return rowsOf.containsKey(value);
  }
}
