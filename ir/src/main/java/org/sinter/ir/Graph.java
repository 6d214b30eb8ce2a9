package org.sinter.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.ir.op.Op;

/**
 * Nodes in an order in which every value is born before it is used, from parameters to named
 * results. Immutable; only what the results need is kept.
 */
public final class Graph {
  private final String name;
  private final List<Param> params;
  private final List<Node> nodes;
  private final List<String> resultNames;
  private final List<Value> results;
  private final Symbols symbols;

  private Graph(
      String name,
      List<Param> params,
      List<String> resultNames,
      List<Value> results,
      Symbols symbols) {
    this.name = name;
    this.params = List.copyOf(params);
    this.resultNames = List.copyOf(resultNames);
    this.results = List.copyOf(results);
    this.symbols = symbols;
    this.nodes = List.copyOf(Order.of(results));
  }

  public String name() {
    return name;
  }

  public List<Param> params() {
    return params;
  }

  public List<Node> nodes() {
    return nodes;
  }

  public List<Value> results() {
    return results;
  }

  public List<String> resultNames() {
    return resultNames;
  }

  public Symbols symbols() {
    return symbols;
  }

  /** Constants in order of first use, also those returned directly. */
  public List<Constant> constants() {
    Set<Constant> found = new LinkedHashSet<>();
    for (Node node : nodes) {
      addConstants(found, node.inputs());
    }
    addConstants(found, results);
    return List.copyOf(found);
  }

  private static void addConstants(Set<Constant> found, List<Value> values) {
    for (Value value : values) {
      if (value instanceof Constant c) {
        found.add(c);
      }
    }
  }

  /** The nodes that read each value, each once, in order; results of the graph count as no user. */
  public Map<Value, List<Node>> users() {
    Map<Value, List<Node>> users = new HashMap<>();
    for (Node node : nodes) {
      for (Value input : new LinkedHashSet<>(node.inputs())) {
        users.computeIfAbsent(input, v -> new ArrayList<>()).add(node);
      }
    }
    return users;
  }

  /** What a rule does with one node: values for its results, or null to keep it. */
  @FunctionalInterface
  public interface Rule {
    /**
     * @param node the node as it was
     * @param inputs what its inputs have become
     * @return one value for each result of the node, or null when the rule does not apply
     */
    List<Value> apply(Builder b, Node node, List<Value> inputs);
  }

  /** This graph with {@code rule} applied to every node once, in order; itself if none fired. */
  public Graph rewrite(Rule rule) {
    Builder b = new Builder(name, symbols);
    params.forEach(b::adopt);
    Map<Value, Value> became = new HashMap<>();
    boolean fired = false;
    for (Node node : nodes) {
      List<Value> inputs = map(node.inputs(), became);
      b.origin(node.origin());
      List<Value> values = rule.apply(b, node, inputs);
      fired |= values != null;
      boolean same = values == null && inputs.equals(node.inputs());
      List<? extends Value> now =
          values != null ? values : same ? b.keep(node) : b.addAll(node.op(), inputs);
      for (int i = 0; i < node.results().size(); i++) {
        if (now.get(i) != node.results().get(i)) {
          became.put(node.results().get(i), now.get(i));
        }
      }
    }
    return fired || !became.isEmpty() ? b.build(resultNames, map(results, became)) : this;
  }

  private static List<Value> map(List<Value> values, Map<Value, Value> became) {
    List<Value> mapped = new ArrayList<>(values.size());
    for (Value value : values) {
      mapped.add(became.getOrDefault(value, value));
    }
    return mapped;
  }

  /** Copies this graph's nodes into {@code b}, its parameters replaced by {@code arguments}. */
  public List<Value> inline(Builder b, List<Value> arguments) {
    Map<Value, Value> became = new HashMap<>();
    for (int i = 0; i < params.size(); i++) {
      became.put(params.get(i), arguments.get(i));
    }
    for (Node node : nodes) {
      List<? extends Value> now = b.addAll(node.op(), map(node.inputs(), became));
      for (int i = 0; i < now.size(); i++) {
        became.put(node.results().get(i), now.get(i));
      }
    }
    return map(results, became);
  }

  /** A builder that goes on where this graph ends: same parameters, nodes known. */
  public Builder toBuilder() {
    Builder b = new Builder(name, symbols);
    params.forEach(b::adopt);
    nodes.forEach(b::keep);
    return b;
  }

  /** The same graph under other symbol knowledge. */
  public Graph with(Symbols other) {
    return new Graph(name, params, resultNames, results, other);
  }

  /** The only place where nodes are born: {@code add} checks types and reuses an equal node. */
  public static final class Builder {
    private final String name;
    private final List<Param> params = new ArrayList<>();
    private final Map<String, Long> max = new LinkedHashMap<>();
    private final Map<String, Dim> measured = new LinkedHashMap<>();
    private final Constraints constraints = new Constraints();
    private final Map<Object, Node> known = new HashMap<>();
    private String origin = "";

    public Builder(String name) {
      this.name = name;
    }

    public Builder(String name, Symbols symbols) {
      this(name);
      max.putAll(symbols.max());
      measured.putAll(symbols.measured());
      symbols.constraints().forEach(constraints::add);
    }

    /** Names the source node of what is added from now on. */
    public Builder origin(String text) {
      origin = text;
      return this;
    }

    public Param param(String paramName, TensorType type) {
      return adopt(new Param(paramName, type));
    }

    Param adopt(Param param) {
      params.add(param);
      return param;
    }

    /** A new symbol, written by a kernel at run time, at most {@code bound}. */
    public Dim measured(String symbol, Dim bound) {
      measured.put(symbol, bound);
      return Dim.symbolFromZero(symbol);
    }

    public void bound(String symbol, long atMost) {
      max.merge(symbol, atMost, Math::min);
    }

    public Constraints constraints() {
      return constraints;
    }

    /** The only result of {@code op} applied to {@code inputs}. */
    public Value add(Op op, Value... inputs) {
      return add(op, List.of(inputs));
    }

    public Value add(Op op, List<? extends Value> inputs) {
      List<Node.Result> results = addAll(op, inputs);
      if (results.size() != 1) {
        throw new IllegalArgumentException(op + " has " + results.size() + " results");
      }
      return results.get(0);
    }

    /** All results of {@code op} applied to {@code inputs}. */
    public List<Node.Result> addAll(Op op, List<? extends Value> inputs) {
      List<Value> list = List.copyOf(inputs);
      Node node = known.get(List.of(op, list));
      if (node == null) {
        List<TensorType> types = op.infer(list.stream().map(Value::type).toList(), constraints);
        node = new Node(op, list, types, origin);
        known.put(List.of(op, list), node);
      }
      return node.results();
    }

    List<Node.Result> keep(Node node) {
      return known.computeIfAbsent(List.of(node.op(), node.inputs()), k -> node).results();
    }

    public Symbols symbols() {
      return new Symbols(max, measured, constraints.found());
    }

    public Graph build(List<String> resultNames, List<? extends Value> results) {
      return new Graph(name, params, resultNames, List.copyOf(results), symbols());
    }

    /** The constraints and measured symbols of {@code other} hold here, too. */
    public void adopt(Symbols other) {
      other.max().forEach(this::bound);
      measured.putAll(other.measured());
      other.constraints().forEach(constraints::add);
    }
  }
}
