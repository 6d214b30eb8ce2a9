package org.sinter.passes.graph;

import java.util.ArrayDeque;
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
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Rotary;
import org.sinter.ir.op.Slice;
import org.sinter.ir.op.Transpose;

/**
 * {@code x weights + bias} that only attentions read.
 *
 * @param bias null where nothing is added
 * @param end the node that gives the sum
 * @param readers the attentions
 */
record Projection(Node product, Constant weights, Constant bias, Node end, Set<Node> readers) {
  /** The projection that starts at {@code product}, or null. */
  static Projection of(Node product, Map<Value, List<Node>> users) {
    boolean fits =
        product.op() instanceof MatMul
            && product.result().type().dtype() == DType.F32
            && product.input(1) instanceof Constant
            && product.input(1).type().rank() == 2
            && !(product.input(0) instanceof Constant);
    if (!fits) {
      return null;
    }
    List<Node> next = users.getOrDefault(product.result(), List.of());
    Constant bias = next.size() == 1 ? bias(next.get(0), product) : null;
    Node end = bias == null ? product : next.get(0);
    Set<Node> readers = readers(end, users);
    return readers.isEmpty()
        ? null
        : new Projection(product, (Constant) product.input(1), bias, end, readers);
  }

  Value x() {
    return product.input(0);
  }

  Dim columns() {
    return weights.type().dim(1);
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
