package org.sinter.passes.compress;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.ir.Constant;
import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.op.Combine;

/**
 * A sum of a value and of what is computed from it: {@code x + f(x)}, the additions in any order.
 *
 * @param skip x
 * @param through the additions from the last one down to {@code skip}, each with the number of the
 *     operand that leads there
 * @param between the nodes of f
 */
record Residual(Value skip, Map<Node, Integer> through, Set<Node> between) {
  /** The residual sum that ends in {@code last}, or null. */
  static Residual of(Node last, Map<Value, List<Node>> users, Map<Node, Integer> order) {
    if (!isSum(last) || isPart(last, users)) {
      return null;
    }
    List<Value> terms = new ArrayList<>();
    terms(last, users, terms);
    for (Value skip : terms) {
      boolean fits = skip.type().equals(last.result().type());
      Set<Node> between = fits ? between(skip, terms, order) : null;
      if (between != null) {
        Map<Node, Integer> through = new LinkedHashMap<>();
        lead(last, skip, users, through);
        return new Residual(skip, through, between);
      }
    }
    return null;
  }

  private static boolean isSum(Node node) {
    return node.op() instanceof Combine c
        && c.function() == Binary.Function.ADD
        && node.result().type().dtype().isFloat()
        && node.result().type().rank() > 1;
  }

  /** Whether the only user is an addition: that one is looked at. */
  private static boolean isPart(Node sum, Map<Value, List<Node>> users) {
    List<Node> next = users.getOrDefault(sum.result(), List.of());
    return next.size() == 1
        && isSum(next.get(0))
        && next.get(0).result().type().equals(sum.result().type());
  }

  private static boolean isInner(Value value, Map<Value, List<Node>> users) {
    return value instanceof Node.Result r && isSum(r.node()) && isPart(r.node(), users);
  }

  private static void terms(Node sum, Map<Value, List<Node>> users, List<Value> terms) {
    for (Value input : sum.inputs()) {
      if (isInner(input, users)) {
        terms(((Node.Result) input).node(), users, terms);
      } else if (!(input instanceof Constant)) {
        terms.add(input);
      }
    }
  }

  /** The nodes that make all other terms out of {@code skip}; null where one is not made of it. */
  private static Set<Node> between(Value skip, List<Value> terms, Map<Node, Integer> order) {
    Set<Node> all = new HashSet<>();
    for (Value term : terms) {
      if (term == skip) {
        continue;
      }
      Set<Node> nodes = back(term, skip, order);
      if (nodes == null) {
        return null;
      }
      all.addAll(nodes);
    }
    return all.isEmpty() ? null : all;
  }

  private static Set<Node> back(Value from, Value skip, Map<Node, Integer> order) {
    int first = skip instanceof Node.Result s ? order.get(s.node()) : -1;
    Set<Node> seen = new HashSet<>();
    Deque<Value> open = new ArrayDeque<>(List.of(from));
    boolean reached = false;
    while (!open.isEmpty()) {
      Value value = open.pop();
      reached |= value == skip;
      if (value instanceof Node.Result r && order.get(r.node()) > first && seen.add(r.node())) {
        open.addAll(r.node().inputs());
      }
    }
    return reached ? seen : null;
  }

  /** Whether {@code skip} is a term of {@code sum}; notes the way. */
  private static boolean lead(
      Node sum, Value skip, Map<Value, List<Node>> users, Map<Node, Integer> through) {
    for (int i = 0; i < sum.inputs().size(); i++) {
      Value input = sum.input(i);
      boolean here = input == skip;
      if (here
          || isInner(input, users) && lead(((Node.Result) input).node(), skip, users, through)) {
        through.put(sum, i);
        return true;
      }
    }
    return false;
  }

  boolean attends() {
    return between.stream().anyMatch(n -> Crossing.isAttention(n.op()));
  }

  boolean hasWeights() {
    return between.stream().anyMatch(Crossing::isLinear);
  }
}
