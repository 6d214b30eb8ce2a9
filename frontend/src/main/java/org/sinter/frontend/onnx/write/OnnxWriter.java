package org.sinter.frontend.onnx.write;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.frontend.file.Replacement;
import org.sinter.ir.Constant;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.diag.Location;
import org.sinter.ir.op.Composite;
import org.sinter.ir.text.Records;

/**
 * Writes a graph as an ONNX model. Composites that ONNX does not have become standard nodes, so
 * that other runtimes can run the file, or stay whole as nodes of the domain {@code org.sinter},
 * for people to look at.
 *
 * <p>Files of two gigabytes and more are no protobuf: weights go to {@code NAME.data} beside them.
 */
public final class OnnxWriter {
  private static final int OPSET = 21;
  private static final int IR_VERSION = 10;
  private static final long MOST_INLINE = Integer.MAX_VALUE - (64L << 20);

  private final Path file;
  private final Graph graph;
  private final Nodes nodes = new Nodes();
  private final DimValues dims = new DimValues(nodes);
  private final Widened widened = new Widened(nodes);
  private final Map<Value, String> names = new HashMap<>();

  private OnnxWriter(Path file, Graph graph) {
    this.file = file;
    this.graph = graph;
  }

  /**
   * Writes {@code file}.
   *
   * @param whole whether composites that ONNX does not have stay whole
   * @throws CompileException naming the node that ONNX cannot say
   */
  public static void write(Path file, Graph graph, boolean whole) {
    write(file, graph, whole, MOST_INLINE);
  }

  static void write(Path file, Graph graph, boolean whole, long mostInline) {
    Graph written = whole ? graph : expanded(graph);
    new OnnxWriter(file, written).write(mostInline);
  }

  private static Graph expanded(Graph graph) {
    Graph now = graph;
    Graph next = expandedOnce(now);
    while (next != now) {
      now = next;
      next = expandedOnce(now);
    }
    return now;
  }

  private static Graph expandedOnce(Graph graph) {
    return graph.rewrite(
        (b, node, in) ->
            node.op() instanceof Composite op && !WholeOps.has(node) ? op.expand(b, in) : null);
  }

  private void write(long mostInline) {
    graph.resultNames().forEach(nodes::name);
    graph.params().forEach(p -> names.put(p, nodes.name(p.name())));
    graph.params().forEach(p -> dims.learn(names.get(p), p.type()));
    Set<Node> needed = needed();
    graph.nodes().stream().filter(needed::contains).forEach(this::node);
    nodes.origin("");
    for (int i = 0; i < graph.results().size(); i++) {
      Value result = graph.results().get(i);
      widened.result(result, name(result), graph.resultNames().get(i));
    }
    Weights weights = Weights.of(file, nodes.constants(), mostInline);
    Message model = model(weights);
    weights.writeBeside();
    Replacement.write(file, (OutputStream out) -> to(model, out));
  }

  private static void to(Message model, OutputStream out) throws IOException {
    model.to(out);
  }

  /** What results need when products read narrow integers directly. */
  private Set<Node> needed() {
    Set<Node> needed = new LinkedHashSet<>();
    List<Value> open = new ArrayList<>(graph.results());
    while (!open.isEmpty()) {
      Value value = open.remove(open.size() - 1);
      if (value instanceof Node.Result r && needed.add(r.node())) {
        open.addAll(WholeOps.inputs(r.node()));
      }
    }
    return needed;
  }

  private void node(Node node) {
    nodes.origin(node.origin());
    List<Value> inputs = WholeOps.inputs(node);
    List<String> in = widened.inputs(node, inputs, inputs.stream().map(this::name).toList());
    List<String> results = results(node, in);
    for (int i = 0; i < results.size(); i++) {
      names.put(node.results().get(i), results.get(i));
      dims.learn(results.get(i), node.results().get(i).type());
    }
  }

  private List<String> results(Node node, List<String> in) {
    try {
      String whole = WholeOps.write(nodes, node, in);
      List<String> standard =
          whole != null ? List.of(whole) : new OpWriter(nodes, dims).write(node, in);
      return standard != null ? standard : own(node, in);
    } catch (IllegalArgumentException e) {
      throw new CompileException(
          Location.of(file.toString()), node + " cannot be written as ONNX", e.getMessage());
    }
  }

  private List<String> own(Node node, List<String> in) {
    List<String> results = node.results().stream().map(r -> nodes.name(node.origin())).toList();
    String op = node.op().getClass().getSimpleName();
    nodes.add(Nodes.DOMAIN, op, in, results, Records.attributes((Record) node.op()));
    return results;
  }

  private String name(Value value) {
    return value instanceof Constant c ? nodes.constant(c) : names.get(value);
  }

  private Message model(Weights weights) {
    Message content = new Message();
    nodes.nodes().forEach(n -> content.put(1, n));
    content.text(2, graph.name().isEmpty() ? "graph" : graph.name());
    nodes.constants().forEach((c, name) -> content.put(5, weights.tensor(c, name)));
    graph.params().forEach(p -> content.put(11, Nodes.info(names.get(p), p.type())));
    for (int i = 0; i < graph.results().size(); i++) {
      content.put(12, Nodes.info(graph.resultNames().get(i), graph.results().get(i).type()));
    }
    Message model = new Message().number(1, IR_VERSION).text(2, "sinter").put(7, content);
    model.put(8, new Message().text(1, "").number(2, OPSET));
    return nodes.hasOwn() ? model.put(8, new Message().text(1, Nodes.DOMAIN).number(2, 1)) : model;
  }
}
