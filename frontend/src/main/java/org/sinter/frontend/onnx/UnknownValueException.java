package org.sinter.frontend.onnx;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.sinter.ir.Node;
import org.sinter.ir.Param;
import org.sinter.ir.Value;

/** A value must be known when the model is read, but depends on inputs. */
final class UnknownValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final transient Set<String> inputs;

  private UnknownValueException(String message, Set<String> inputs) {
    super(message);
    this.inputs = inputs;
  }

  /** {@code condition}: what could not be decided of dims, or null. */
  static UnknownValueException of(String name, Value value, String condition) {
    Set<String> inputs = inputs(value);
    String reason =
        condition == null
            ? "it depends on the data of " + inputs
            : "it depends on whether " + condition + ": decide it with --dim SYMBOL=N or SYMBOL<=N";
    return new UnknownValueException(
        name + " must be known when the model is read; " + reason, inputs);
  }

  /** Names of the inputs that the value is computed from. */
  Set<String> inputs() {
    return inputs;
  }

  private static Set<String> inputs(Value value) {
    Set<String> found = new LinkedHashSet<>();
    Set<Node> seen = new HashSet<>();
    Deque<Value> open = new ArrayDeque<>();
    open.add(value);
    while (!open.isEmpty()) {
      Value next = open.remove();
      if (next instanceof Param p) {
        found.add(p.name());
      } else if (next instanceof Node.Result r && seen.add(r.node())) {
        open.addAll(r.node().inputs());
      }
    }
    return found;
  }
}
