package org.sinter.passes.compress;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.ir.Constant;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Param;
import org.sinter.ir.Value;
import org.sinter.ir.op.Fill;

/**
 * All values whose channels go when a unit goes: from one value on, against and along the edges,
 * through what computes channel by channel, up to the products that write the units (their columns)
 * and those that read them (their rows). The idea is DepGraph's (Fang et al. 2023).
 */
final class Coupled {
  private final Map<Value, List<Node>> users;
  private final Set<Value> results;
  private final Map<Value, Channels> values = new LinkedHashMap<>();
  private final Map<Node, Channels> writers = new LinkedHashMap<>();
  private final Map<Node, Channels> readers = new LinkedHashMap<>();
  private final Deque<Value> open = new ArrayDeque<>();
  private String obstacle;

  private Coupled(Map<Value, List<Node>> users, Set<Value> results) {
    this.users = users;
    this.results = results;
  }

  /** From {@code start}, whose channels are units as {@code channels} says. */
  static Coupled from(Graph graph, Map<Value, List<Node>> users, Value start, Channels channels) {
    Coupled coupled = new Coupled(users, new HashSet<>(graph.results()));
    coupled.claim(start, channels);
    while (coupled.obstacle == null && !coupled.open.isEmpty()) {
      coupled.visit(coupled.open.pop());
    }
    return coupled;
  }

  /** Why units cannot be removed; null: they can. */
  String obstacle() {
    return obstacle;
  }

  Map<Value, Channels> values() {
    return values;
  }

  /** Products whose columns are channels, as the results have them. */
  Map<Node, Channels> writers() {
    return writers;
  }

  /** Products whose rows are channels, as what they read has them. */
  Map<Node, Channels> readers() {
    return readers;
  }

  private void claim(Value value, Channels channels) {
    if (channels == Channels.NONE || obstacle != null) {
      return;
    }
    Channels known = values.get(value);
    Channels all = known == null ? channels : known.with(channels);
    if (all == null) {
      obstacle = "units overlap in " + value;
    } else if (value instanceof Param || results.contains(value)) {
      obstacle = "they are an input or a result of the model";
    } else if (known == null || !known.same(all)) {
      values.put(value, all);
      open.push(value);
    }
  }

  private void visit(Value value) {
    Channels c = values.get(value);
    if (value instanceof Constant) {
      return;
    }
    back(((Node.Result) value).node(), c);
    for (Node user : users.getOrDefault(value, List.of())) {
      for (int i = 0; i < user.inputs().size(); i++) {
        if (user.input(i) == value) {
          forth(user, i, c);
        }
      }
    }
  }

  private void back(Node node, Channels c) {
    if (node.results().size() > 1) {
      blocked(node);
    } else if (Crossing.isLinear(node) && Crossing.isLast(node.result(), c)) {
      writers.put(node, c);
    } else if (!(node.op() instanceof Fill)) {
      for (int i = 0; i < node.inputs().size(); i++) {
        Channels to = Crossing.toInput(node, i, c);
        if (to == null) {
          blocked(node);
          return;
        }
        claim(node.input(i), to);
      }
    }
  }

  private void forth(Node user, int index, Channels c) {
    if (user.results().size() > 1) {
      blocked(user);
    } else if (Crossing.isLinear(user) && index == 0 && Crossing.isLast(user.input(0), c)) {
      readers.put(user, c);
    } else {
      Channels to = Crossing.toResult(user, index, c);
      if (to == null) {
        blocked(user);
      } else {
        claim(user.results().get(0), to);
      }
    }
  }

  private void blocked(Node node) {
    obstacle = obstacle != null ? obstacle : "they meet in " + node;
  }
}
