package org.sinter.passes.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Param;
import org.sinter.ir.Symbols;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.GatherNd;
import org.sinter.ir.op.RaggedAttention;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Slice;
import org.sinter.passes.Context;

/**
 * Builds the graph on packed tokens. A value is there in one or two forms: plain, as it was, and
 * packed; what depends on packed attention is there packed alone, and its padding is gone.
 */
final class PackedGraph {
  private static final int DEEPEST = 200;

  private final Graph graph;
  private final Param mask;
  private final boolean ragged;
  private final Context context;
  private final Graph.Builder b;
  private final Tokens tokens;
  private final Dim flat;
  private final Map<Value, Value> plain = new HashMap<>();
  private final Map<Value, Value> packed = new HashMap<>();
  private final Set<Value> packedAlone = new HashSet<>();
  private final List<Node> attentions = new ArrayList<>();
  private int depth;

  PackedGraph(Graph graph, Param mask, boolean ragged, Context context) {
    this.graph = graph;
    this.mask = mask;
    this.ragged = ragged;
    this.context = context;
    Dim batch = mask.type().dim(0);
    Dim seq = mask.type().dim(1);
    this.flat = batch.times(seq);
    String symbol = free("tokens");
    if (!ragged) {
      b = graph.toBuilder();
      tokens = Tokens.ofMask(b, mask, symbol);
      graph.params().forEach(p -> plain.put(p, p));
      return;
    }
    if (seq.symbolName() == null) {
      throw new PackTokens.Refusal("the length " + seq + " of texts is no symbol");
    }
    Dim count = Dim.symbol(symbol);
    b = new Graph.Builder(graph.name(), measured(graph.symbols(), seq, count));
    for (Param param : graph.params()) {
      raggedInput(param, count);
    }
    Value lengths = packed.remove(mask);
    Fill one = Fill.scalar(mask.type().dtype(), 1);
    packed.put(mask, b.add(new Expand(List.of(count)), b.add(one)));
    tokens = Tokens.ofLengths(b, lengths, count, seq);
    plain.put(mask, tokens.mask(b, mask.type().dtype()));
  }

  /** A name that no symbol of the graph has. */
  private String free(String name) {
    Set<String> taken = new HashSet<>(graph.symbols().measured().keySet());
    graph.params().forEach(p -> p.type().dims().forEach(d -> taken.addAll(d.symbols())));
    String free = name;
    for (int i = 2; taken.contains(free); i++) {
      free = name + "_" + i;
    }
    return free;
  }

  /** The longest text is found out by a kernel; its bound becomes a constraint. */
  private static Symbols measured(Symbols symbols, Dim seq, Dim count) {
    Map<String, Long> max = new HashMap<>(symbols.max());
    Map<String, Dim> measured = new LinkedHashMap<>(symbols.measured());
    List<Symbols.Constraint> constraints = new ArrayList<>(symbols.constraints());
    Long most = max.remove(seq.symbolName());
    if (most != null) {
      constraints.add(new Symbols.Constraint(seq, false, Dim.of(most)));
    }
    measured.put(seq.symbolName(), count);
    return new Symbols(max, measured, constraints);
  }

  private void raggedInput(Param param, Dim count) {
    List<Dim> dims = param.type().dims();
    if (param == mask) {
      TensorType type = new TensorType(DType.I64, List.of(dims.get(0)));
      packed.put(param, b.param("lengths", type));
    } else if (lead(dims) == 2) {
      List<Dim> own = new ArrayList<>(List.of(count));
      own.addAll(dims.subList(2, dims.size()));
      packed.put(param, b.param(param.name(), param.type().with(own)));
      packedAlone.add(param);
    } else {
      plain.put(param, b.param(param.name(), param.type()));
    }
  }

  Graph.Builder b() {
    return b;
  }

  Tokens tokens() {
    return tokens;
  }

  Graph build() {
    graph.nodes().forEach(this::add);
    List<Value> results = new ArrayList<>();
    for (Value result : graph.results()) {
      results.add(result(result));
    }
    String reason = "on the tokens alone whose " + mask.name() + " is not 0";
    attentions.forEach(node -> context.applied(node, reason));
    return b.build(graph.resultNames(), results);
  }

  private Value result(Value value) {
    boolean texts = lead(value.type().dims()) > 0;
    if (packedAlone.contains(value)) {
      return ragged ? packed(value) : unpacked(value, 0);
    }
    return ragged && texts ? packed(value) : plain(value);
  }

  private void add(Node node) {
    b.origin(node.origin());
    boolean takesPacked = node.inputs().stream().anyMatch(packedAlone::contains);
    boolean attends = node.op() instanceof Attention && PackTokens.hides(mask, node);
    Value value =
        attends ? attention(node) : takesPacked ? new TokenWise(this, node).packed() : null;
    if (value != null) {
      packed.put(node.result(), value);
      packedAlone.add(node.result());
      return;
    }
    Value first = takesPacked ? first(node) : null;
    List<? extends Value> results = first != null ? List.of(first) : plainResults(node);
    for (int i = 0; results != null && i < results.size(); i++) {
      plain.put(node.results().get(i), results.get(i));
    }
  }

  private List<? extends Value> plainResults(Node node) {
    List<Value> inputs = new ArrayList<>();
    for (Value input : node.inputs()) {
      Value value = packedAlone.contains(input) ? known(node, input) : plain(input);
      if (value == null) {
        return null;
      }
      inputs.add(value);
    }
    return b.addAll(node.op(), inputs);
  }

  private Value attention(Node node) {
    Attention op = (Attention) node.op();
    List<Value> inputs = new ArrayList<>();
    node.inputs().subList(0, 3).forEach(input -> inputs.add(packed(input)));
    inputs.add(tokens.offsets());
    boolean nothing = ragged && PackTokens.key(mask, 1, node.input(3)).is(0);
    if (!nothing) {
      inputs.add(plain(node.input(3)));
    }
    if (inputs.contains(null)) {
      throw new PackTokens.Refusal("its mask depends on what is packed");
    }
    attentions.add(node);
    return b.add(new RaggedAttention(op, tokens.seq()), inputs);
  }

  /** The first token of each text: {@code x[:, 0:1]}, which no text lacks. */
  private Value first(Node node) {
    Value x = node.input(0);
    if (!(node.op() instanceof Slice slice) || lead(x.type().dims()) != 2) {
      return null;
    }
    boolean all = slice.starts().get(0).is(0) && slice.sizes().get(0).equals(tokens.batch());
    if (!all || !slice.starts().get(1).is(0) || !slice.sizes().get(1).is(1)) {
      return null;
    }
    List<Dim> dims = new ArrayList<>(x.type().dims());
    dims.set(1, Dim.ONE);
    Value rows = b.add(new Gather(0), packed(x), tokens.starts(b));
    Value column = Shapes.reshape(b, rows, dims);
    return slice.sizes().equals(dims) ? column : b.add(slice, column);
  }

  /** A packed value in its places, where it is known what padding would have been. */
  private Value known(Node reader, Value value) {
    List<MaskedSpan.Axis> axes = new ArrayList<>();
    for (int i = 0; i < value.type().rank(); i++) {
      axes.add(MaskedSpan.Axis.OTHER);
    }
    if (lead(value.type().dims()) == 2) {
      axes.set(0, MaskedSpan.Axis.TEXT);
      axes.set(1, MaskedSpan.Axis.KEY);
    }
    Span padding = new MaskedSpan(mask, 0).of(value, axes);
    if (padding.low() != padding.high()) {
      throw new PackTokens.Refusal(reader + " reads padding of " + value);
    }
    return unpacked(value, padding.low());
  }

  private Value unpacked(Value value, double fill) {
    Value found = tokens.unpack(b, packed.get(value), fill);
    return Shapes.reshape(b, found, value.type().dims());
  }

  /** How many axes in front are those of tokens: 2 of [batch, seq, ..], 1 of [batch*seq, ..]. */
  int lead(List<Dim> dims) {
    Dim batch = mask.type().dim(0);
    if (dims.size() >= 2 && dims.get(0).equals(batch) && dims.get(1).equals(mask.type().dim(1))) {
      return 2;
    }
    return !dims.isEmpty() && dims.get(0).equals(flat) ? 1 : 0;
  }

  /** The value as it was; null where it is there packed alone. */
  Value plain(Value value) {
    return value instanceof Node.Result || value instanceof Param ? plain.get(value) : value;
  }

  /** The rows of a value with token axes that are kept. */
  Value packed(Value value) {
    Value found = packed.get(value);
    if (found == null) {
      depth++;
      found =
          value instanceof Node.Result r && depth < DEEPEST
              ? new TokenWise(this, r.node()).packed()
              : null;
      depth--;
      found = found == null ? gathered(value) : found;
      packed.put(value, found);
    }
    return found;
  }

  private Value gathered(Value value) {
    Value from = plain(value);
    if (from == null) {
      return null;
    }
    if (lead(value.type().dims()) == 2) {
      return b.add(new GatherNd(0), from, tokens.rows());
    }
    List<Dim> dims = new ArrayList<>(List.of(tokens.batch(), tokens.seq()));
    dims.addAll(value.type().dims().subList(1, value.type().rank()));
    return b.add(new GatherNd(0), b.add(new Reshape(dims), from), tokens.rows());
  }

  /** For each token what is broadcast to its text and place. */
  Value spread(Value value, int lead, int missing) {
    Value from = plain(value);
    return from == null ? null : new Spread(b, tokens, lead, missing).of(from);
  }
}
