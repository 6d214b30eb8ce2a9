package org.sinter.passes;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Op;
import org.sinter.ir.text.Records;

/**
 * Rewrite rules by the class of op they start from, applied until none fires: {@code
 * rules.on(Transpose.class, (b, op, in) -> …)}. Dead nodes need no pass: a graph keeps only what
 * its results need; equal nodes need none either, since a builder reuses them.
 */
public final class Rules {
  private static final int MAX_SWEEPS = 500;
  private static final int MAX_REPEATS = 64;

  /** Gives the value that replaces a node, or null when it does not apply. */
  @FunctionalInterface
  public interface Rule<O extends Op> extends Serializable {
    Value apply(Graph.Builder b, O op, List<Value> in);
  }

  private record Missed(Node node, String reason) {}

  /** What is asked about nodes of a class of ops. */
  private record Entry(Class<? extends Op> type, Rule<?> rule) {
    @SuppressWarnings("unchecked")
    Value apply(Graph.Builder b, Op op, List<Value> in) {
      return ((Rule<Op>) rule).apply(b, op, in);
    }
  }

  private final Map<Class<?>, List<Entry>> rules = new HashMap<>();
  private final Set<Missed> missed = new LinkedHashSet<>();
  private final Context context;
  private Node current;
  private Entry asked;
  private boolean fired;

  private Rules(Context context) {
    this.context = context;
  }

  /** Rules that leave no remarks. */
  public static Rules quiet() {
    return new Rules(null);
  }

  /** Rules that leave a remark wherever one is applied, and where one says that it is missed. */
  public static Rules remarking(Context context) {
    return new Rules(context);
  }

  /** Adds a rule for nodes with an op of class {@code type}; earlier rules are asked first. */
  public <O extends Op> Rules on(Class<O> type, Rule<O> rule) {
    rules.computeIfAbsent(type, t -> new ArrayList<>()).add(new Entry(type, rule));
    return this;
  }

  /** Called by a rule that gives up on the node at hand: gives null and keeps the reason. */
  public Value missed(String reason) {
    missed.add(new Missed(current, reason));
    return null;
  }

  /**
   * The graph to which no rule applies any more; the same object when none did, also when one has
   * added nodes and then given up.
   */
  public Graph apply(Graph graph) {
    Graph now = graph;
    for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
      missed.clear();
      fired = false;
      Graph next = now.rewrite(this::once);
      if (!fired) {
        if (context != null) {
          missed.forEach(m -> context.missed(m.node(), m.reason()));
        }
        return now;
      }
      now = next;
    }
    throw new IllegalStateException(
        "rules reach no end in " + MAX_SWEEPS + " sweeps, the last one fired at " + current);
  }

  private List<Value> once(Graph.Builder b, Node node, List<Value> inputs) {
    if (node.results().size() != 1) {
      return null;
    }
    Node before = current;
    current = node;
    Value value = null;
    try {
      value = repeat(b, node, inputs);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IllegalStateException("at " + node + ": " + e.getMessage(), e);
    }
    if (value == null) {
      current = before;
      return null;
    }
    fired = true;
    return List.of(value);
  }

  /** Applies rules to the node and then to what replaces it. */
  private Value repeat(Graph.Builder b, Node node, List<Value> inputs) {
    Value value = first(b, node.op(), inputs);
    for (int i = 0; value != null && i < MAX_REPEATS; i++) {
      check(node, value);
      remark(node, value);
      Value again =
          value instanceof Node.Result r && r.node().results().size() == 1
              ? first(b, r.node().op(), r.node().inputs())
              : null;
      if (again == null) {
        return value;
      }
      value = again;
    }
    return value;
  }

  private Value first(Graph.Builder b, Op op, List<Value> inputs) {
    for (Entry entry : rules.getOrDefault(op.getClass(), List.of())) {
      Value value = entry.apply(b, op, inputs);
      if (value != null) {
        asked = entry;
        return value;
      }
    }
    return null;
  }

  private void remark(Node node, Value value) {
    if (context != null && context.isHeard()) {
      String name = RuleName.of(asked.rule());
      context.applied(node, name.isEmpty() ? change(node, value) : name, "now " + value);
    }
  }

  private static String change(Node node, Value value) {
    Class<?> now = value instanceof Node.Result r ? r.node().op().getClass() : value.getClass();
    return Records.name(node.op().getClass()) + " to " + Records.name(now);
  }

  /** A replacement has the type of what it replaces, as far as dims can be told apart. */
  private static void check(Node node, Value value) {
    TensorType was = node.result().type();
    TensorType is = value.type();
    boolean same = was.dtype() == is.dtype() && was.rank() == is.rank();
    for (int i = 0; same && i < was.rank(); i++) {
      same = !was.dim(i).differs(is.dim(i));
    }
    if (!same) {
      throw new IllegalStateException("at " + node + ": " + was + " was replaced by " + value);
    }
  }
}
