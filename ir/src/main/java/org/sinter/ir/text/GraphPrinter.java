package org.sinter.ir.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.sinter.ir.Constant;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Value;

/** Text of a graph, the same for equal graphs: one line for each constant and node. */
public final class GraphPrinter {
  /** The name of a graph that has none in text. */
  public static final String NAME = "graph";

  /** Takes the elements of constants that are too large for text. */
  @FunctionalInterface
  public interface Sink {
    /** Where {@code constant} is stored; null: nowhere, and the text cannot be read back. */
    Constant.Source store(Constant constant);
  }

  private final Graph graph;
  private final Sink sink;
  private final String indent;
  private final ValueNames names;
  private final StringBuilder text = new StringBuilder();

  private GraphPrinter(Graph graph, Sink sink, String indent) {
    this.graph = graph;
    this.sink = sink;
    this.indent = indent;
    this.names = new ValueNames(graph);
  }

  /** The text; large constants that lie in no file are left out, so that it cannot be read back. */
  public static String print(Graph graph) {
    return print(graph, constant -> null);
  }

  /** The text, large constants going to {@code sink}. */
  public static String print(Graph graph, Sink sink) {
    return new GraphPrinter(graph, sink, "").print() + "\n";
  }

  private String nested(Graph inner) {
    return new GraphPrinter(inner, sink, indent + "  ").print();
  }

  private String print() {
    String name = graph.name().equals(NAME) ? "" : " " + Names.title(graph.name());
    String params =
        graph.params().stream()
            .map(p -> names.of(p) + ": " + Types.print(p.type()))
            .collect(Collectors.joining(", ", "(", ")"));
    String where = SymbolsText.print(graph.symbols(), SymbolsText.fromZero(graph));
    text.append("graph").append(name).append(params).append(where).append(" {");
    graph.constants().forEach(this::constant);
    graph.nodes().forEach(this::node);
    line("return " + results());
    return text.append("\n").append(indent).append("}").toString();
  }

  private void constant(Constant c) {
    line(names.of(c) + " = " + ConstantText.print(c, sink) + " : " + Types.print(c.type()));
  }

  private void node(Node node) {
    String inputs =
        node.inputs().stream().map(v -> " " + names.of(v)).collect(Collectors.joining());
    String op = Records.print((Record) node.op(), this::nested);
    String types = Types.print(node.results().stream().map(Value::type).toList());
    String results = node.results().stream().map(names::of).collect(Collectors.joining(", "));
    line(results + " = " + op + inputs + " : " + types);
  }

  private String results() {
    List<String> results = new ArrayList<>();
    for (int i = 0; i < graph.results().size(); i++) {
      String name = graph.resultNames().get(i);
      String as = name.equals(resultName(i)) ? "" : " as " + Names.name(name);
      results.add(names.of(graph.results().get(i)) + as);
    }
    return String.join(", ", results);
  }

  /** The name of result {@code index} that has none in text. */
  public static String resultName(int index) {
    return "out" + index;
  }

  private void line(String content) {
    text.append("\n").append(indent).append("  ").append(content.stripTrailing());
  }
}
