package org.sinter.passes.lower;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.ir.Constant;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Param;
import org.sinter.ir.Value;
import org.sinter.ir.op.Apply;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Procedural;
import org.sinter.ir.op.QuantizeRows;
import org.sinter.ir.op.RaggedAttention;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Where;

/**
 * Which values of a graph lie in memory; all others are recomputed where they are read. Saves a
 * store, a load and a barrier for each value left out; recomputes at most {@link #CHEAP} functions
 * for each further reader.
 */
final class Groups {
  /** Functions that may be computed once more rather than stored. */
  private static final int CHEAP = 2;

  /** Functions of a mask that attention computes rather than loads. */
  private static final int MASK = 16;

  /** Functions in one expression, so that code stays small. */
  private static final int LARGEST = 150;

  private final Graph graph;
  private final Map<Value, List<Node>> users;
  private final NarrowReads narrow;
  private final Set<Value> results;
  private final Set<Value> memory = new HashSet<>();
  private final Map<Value, Integer> cost = new HashMap<>();
  private final Map<Value, Written> written = new HashMap<>();
  private final Map<Value, Node> anchorOf = new LinkedHashMap<>();
  private final Set<Node> absorbed = new HashSet<>();
  private final Map<Value, Node> quantizerOf = new HashMap<>();
  private final Map<Node, Integer> position = new HashMap<>();

  private final Beside beside;

  /** What depends on constants alone. */
  private final Set<Value> known = new HashSet<>();

  Groups(Graph graph, Tile tile) {
    this.graph = graph;
    this.users = graph.users();
    this.narrow = new NarrowReads(graph, users, tile);
    this.results = new HashSet<>(graph.results());
    graph.nodes().forEach(node -> position.put(node, position.size()));
    graph.nodes().forEach(this::decide);
    this.beside = new Beside(graph, this::inMemory, this::isRowsOnly);
  }

  /** Nodes come with their inputs decided. */
  private void decide(Node node) {
    if (node.inputs().stream().allMatch(v -> v instanceof Constant || known.contains(v))) {
      known.addAll(node.results());
    }
    if (absorbed.contains(node)) {
      return;
    }
    if (node.op() instanceof QuantizeRows) {
      quantize(node);
      return;
    }
    if (Readers.isStraight(node.op())) {
      node.inputs().stream().filter(this::isReshapedMemory).forEach(this::store);
    }
    if (Readers.isAnchor(node.op())) {
      node.inputs().forEach(input -> demand(node, input));
      if (node.op() instanceof Procedural) {
        node.results().forEach(this::store);
      } else {
        absorb(node);
      }
      return;
    }
    Value value = node.result();
    int total = Readers.functions(node.op());
    for (Value input : new HashSet<>(node.inputs())) {
      total += cost(input);
    }
    if (total > LARGEST || Written.of(node, this::written).isTooLarge()) {
      node.inputs().forEach(this::store);
      total = Readers.functions(node.op());
    }
    cost.put(value, total);
    written.put(value, Written.of(node, this::written));
    boolean stored = results.contains(value) || narrow.isLeft(value);
    if (!memory.contains(value) && (stored || isReadTooOften(value, total))) {
      store(value);
    }
  }

  /** Rows that a row kernel makes are quantized there, and stored only where others read them. */
  private void quantize(Node node) {
    node.results().forEach(this::store);
    Value rows = home(node.input(0));
    Node anchor = anchorOf.get(rows);
    if (anchor == null || !RowKernel.makes(anchor) || !isRows(rows, node.input(0))) {
      if (inMemory(rows)) {
        store(node.input(0)); // in another shape: read as rows, too
      }
      demand(node, node.input(0));
      return;
    }
    quantizerOf.put(rows, node);
    absorbed.add(node);
    if (rows == node.input(0) && users.get(rows).size() == 1 && !results.contains(rows)) {
      memory.remove(rows);
    }
  }

  private boolean isRows(Value rows, Value same) {
    return rows.type().dtype() == same.type().dtype()
        && Space.columns(rows.type().dims()).equals(Space.columns(same.type().dims()))
        && !quantizerOf.containsKey(rows);
  }

  /** Read as what it is, not by the indices of what it reshapes. */
  private boolean isReshapedMemory(Value value) {
    return home(value) != value && inMemory(home(value));
  }

  private int cost(Value value) {
    return inMemory(value) ? 0 : cost.getOrDefault(value, 0);
  }

  private Written written(Value value) {
    return inMemory(value) ? Written.LOAD : written.getOrDefault(value, Written.LOAD);
  }

  private boolean isReadTooOften(Value value, int functions) {
    List<Node> readers = users.getOrDefault(value, List.of());
    if (functions <= MASK && readers.stream().allMatch(reader -> Readers.isMask(value, reader))) {
      return false;
    }
    if (functions > 0 && readers.stream().anyMatch(reader -> readsAgain(value, reader))) {
      return true;
    }
    boolean broadcasts = readers.stream().anyMatch(reader -> Readers.broadcasts(reader, value));
    return functions > CHEAP && (readers.size() > 1 || broadcasts);
  }

  /** Weights stay narrow in memory: a product widens a panel of them for many rows at once. */
  private boolean readsAgain(Value value, Node reader) {
    boolean weights = reader.op() instanceof MatMul && reader.input(0) != value;
    return Readers.readsAgain(reader) && !(weights && known.contains(value));
  }

  /** An anchor reads some inputs through addresses, others as expressions. */
  private void demand(Node anchor, Value input) {
    int index = anchor.inputs().indexOf(input);
    boolean address =
        anchor.op() instanceof Procedural
            || (anchor.op() instanceof MatMul && index == 0)
            || (Readers.attends(anchor.op()) && isRepeated(index, input))
            || (anchor.op() instanceof RaggedAttention && index == RaggedAttention.OFFSETS);
    if (index == 0 && narrow.left(anchor) != null) {
      store(narrow.left(anchor));
    } else if (address || cost(input) > LARGEST / 2) {
      store(input);
    }
  }

  /** Keys and values, which attention reads again for each block of queries. */
  private boolean isRepeated(int index, Value input) {
    return (index == 1 || index == 2) && !inMemory(View.base(input));
  }

  /** Puts a value into memory; a reshape lies where its input does. */
  private void store(Value value) {
    Value at = value;
    while (at instanceof Node.Result r && memory.add(at) && r.node().op() instanceof Reshape) {
      at = r.node().input(0);
    }
  }

  /**
   * Extends an anchor by the elementwise nodes that alone read it (bias, activation, residual) up
   * to the last point where one value is all that the rest of the graph sees.
   */
  private void absorb(Node anchor) {
    Value root = anchor.result();
    Set<Node> region = new LinkedHashSet<>();
    List<Node> kept = List.of();
    Set<Value> inside = new HashSet<>(Set.of(root));
    List<Node> next = next(inside, region);
    while (!next.isEmpty() && region.size() < LARGEST / 4) {
      Written more = Written.of(next.get(0), this::written);
      if (more.isTooLarge()) {
        break;
      }
      written.put(next.get(0).result(), more);
      region.add(next.get(0));
      inside.add(next.get(0).result());
      List<Value> open = inside.stream().filter(v -> isOpen(v, region)).toList();
      if (open.size() == 1) {
        root = open.get(0);
        kept = List.copyOf(region);
      }
      next = open.stream().anyMatch(results::contains) ? List.of() : next(inside, region);
    }
    for (Node node : kept) {
      node.inputs().stream().filter(v -> cost(v) > LARGEST / 2).forEach(this::store);
    }
    absorbed.addAll(kept);
    anchorOf.put(root, anchor);
    store(root);
  }

  /** Nodes that could be next in a region, the earliest in the graph first. */
  private List<Node> next(Set<Value> inside, Set<Node> region) {
    return inside.stream()
        .flatMap(v -> users.getOrDefault(v, List.of()).stream())
        .filter(reader -> !region.contains(reader) && extendable(reader, inside))
        .sorted(Comparator.comparing(position::get))
        .toList();
  }

  private boolean isOpen(Value value, Set<Node> region) {
    return results.contains(value)
        || narrow.isLeft(value)
        || !region.containsAll(users.getOrDefault(value, List.of()));
  }

  private boolean extendable(Node reader, Set<Value> inside) {
    List<Dim> dims = inside.iterator().next().type().dims();
    Op op = reader.op();
    boolean elementwise =
        op instanceof Apply
            || op instanceof Combine
            || op instanceof Where
            || op instanceof Convert;
    return elementwise
        && !absorbed.contains(reader)
        && !narrow.isPassedBy(reader)
        && reader.result().type().dims().equals(dims);
  }

  boolean inMemory(Value value) {
    return value instanceof Param || value instanceof Constant || memory.contains(value);
  }

  /** The value whose memory a value shares: itself, or what it reshapes. */
  static Value home(Value value) {
    Value home = value;
    while (home instanceof Node.Result r && r.node().op() instanceof Reshape) {
      home = r.node().input(0);
    }
    return home;
  }

  /** One group for each kernel, in an order in which they can run. */
  List<Group> all() {
    List<Group> groups = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Value first = node.results().get(0);
      boolean quantizes = node.op() instanceof QuantizeRows;
      if (quantizes ? !absorbed.contains(node) : node.op() instanceof Procedural) {
        groups.add(
            new Group(first, node, quantizes ? node : null, null, List.copyOf(node.results())));
      } else if (!quantizes && (anchorOf.containsKey(first) || isStoredHere(first))) {
        Node quantizer = quantizerOf.get(first);
        Value more = beside.of(first);
        groups.add(Group.of(first, anchorOf.get(first), quantizer, more, memory.contains(first)));
      }
    }
    return groups;
  }

  private boolean isStoredHere(Value value) {
    return memory.contains(value) && home(value) == value && !beside.isWritten(value);
  }

  private boolean isRowsOnly(Value value) {
    return RowKernel.writes(value, anchorOf.get(value)) && !quantizerOf.containsKey(value);
  }
}
