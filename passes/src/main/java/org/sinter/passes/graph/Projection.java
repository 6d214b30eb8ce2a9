package org.sinter.passes.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.op.Apply;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Rotary;
import org.sinter.ir.op.Slice;
import org.sinter.ir.op.Transpose;
import org.sinter.passes.Match;

/**
 * {@code x weights + bias} that only attentions read; of integers, whatever is done with each
 * element of {@code x weights} until then.
 *
 * @param steps the nodes from the product's result to what is read, each of which alone reads the
 *     one before
 * @param readers the attentions
 */
record Projection(Node product, Constant weights, List<Node> steps, Set<Node> readers) {
  Projection {
    steps = List.copyOf(steps);
  }

  /** The projection that starts at {@code product}, or null. */
  static Projection of(Node product, Map<Value, List<Node>> users) {
    Constant weights = product.op() instanceof MatMul ? weights(product) : null;
    if (weights == null || product.input(0) instanceof Constant) {
      return null;
    }
    List<Node> steps = new ArrayList<>();
    Node end = product;
    for (Node next = next(end, product, users); next != null; next = next(end, product, users)) {
      steps.add(next);
      end = next;
    }
    Set<Node> readers = readers(end, users);
    return readers.isEmpty() ? null : new Projection(product, weights, steps, readers);
  }

  private static Constant weights(Node product) {
    Value right = product.input(1);
    Value stored =
        isInteger(product) && Match.is(right, Convert.class) ? Match.input(right, 0) : right;
    boolean known = isInteger(product) ? stored.type().dtype() == DType.I8 : isFloat(product);
    return known && stored instanceof Constant c && c.type().rank() == 2 ? c : null;
  }

  private static boolean isInteger(Node product) {
    return product.result().type().dtype() == DType.I32;
  }

  private static boolean isFloat(Node product) {
    return product.result().type().dtype() == DType.F32;
  }

  boolean isInteger() {
    return isInteger(product);
  }

  Value x() {
    return product.input(0);
  }

  Dim columns() {
    return weights.type().dim(1);
  }

  /** The node that gives what is read. */
  Node end() {
    return steps.isEmpty() ? product : steps.get(steps.size() - 1);
  }

  /** Null where nothing is added. */
  Constant bias() {
    return steps.isEmpty() ? null : bias(steps.get(0), product);
  }

  /** Equal for projections that may be merged. */
  List<Object> form() {
    List<Object> form = new ArrayList<>(List.of(x(), readers, weights.type().dtype()));
    Value at = product.result();
    for (Node step : isInteger() ? steps : List.<Node>of()) {
      form.add(List.of(step.op(), step.inputs().indexOf(at)));
      at = step.result();
    }
    return form;
  }

  /** A bias once; with integers any function of an element, the only reader of what it is of. */
  private static Node next(Node end, Node product, Map<Value, List<Node>> users) {
    List<Node> next = users.getOrDefault(end.result(), List.of());
    if (next.size() != 1) {
      return null;
    }
    boolean fits =
        isInteger(product)
            ? isOfEachElement(next.get(0), end.result())
            : end == product && bias(next.get(0), product) != null;
    return fits ? next.get(0) : null;
  }

  private static boolean isOfEachElement(Node node, Value x) {
    boolean elementwise =
        node.op() instanceof Apply
            || node.op() instanceof Convert
            || (node.op() instanceof Combine && node.input(0) != node.input(1));
    return elementwise && node.result().type().dims().equals(x.type().dims());
  }

  private static Constant bias(Node sum, Node product) {
    if (!(sum.op() instanceof Combine c) || c.function() != Binary.Function.ADD) {
      return null;
    }
    Value other = sum.input(sum.input(0) == product.result() ? 1 : 0);
    boolean row = other.type().dims().equals(List.of(product.result().type().dim(-1)));
    return row && other instanceof Constant bias ? bias : null;
  }

  /** The attentions that alone read it, perhaps in another layout; empty where others do. */
  private static Set<Node> readers(Node end, Map<Value, List<Node>> users) {
    Set<Node> readers = new LinkedHashSet<>();
    Set<Node> seen = new HashSet<>();
    Deque<Node> open = new ArrayDeque<>(List.of(end));
    while (!open.isEmpty()) {
      for (Node user : users.getOrDefault(open.pop().result(), List.of())) {
        if (user.op() instanceof Attention) {
          readers.add(user);
        } else if (!isLayout(user.op())) {
          return Set.of();
        } else if (seen.add(user)) {
          open.push(user);
        }
      }
    }
    return readers;
  }

  private static boolean isLayout(Op op) {
    return op instanceof Reshape
        || op instanceof Transpose
        || op instanceof Slice
        || op instanceof Rotary;
  }
}
