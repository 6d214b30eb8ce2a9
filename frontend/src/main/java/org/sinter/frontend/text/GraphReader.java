package org.sinter.frontend.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.sinter.frontend.text.IrParser.GraphContext;
import org.sinter.frontend.text.IrParser.NodeContext;
import org.sinter.frontend.text.IrParser.ParamContext;
import org.sinter.frontend.text.IrParser.ResultContext;
import org.sinter.ir.Graph;
import org.sinter.ir.Param;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Measuring;
import org.sinter.ir.op.Op;
import org.sinter.ir.text.GraphPrinter;
import org.sinter.ir.text.Names;
import org.sinter.ir.text.Ops;
import org.sinter.ir.text.Records;
import org.sinter.ir.text.Types;

/** One graph of a parse tree; goes on after faulty lines, so that all of them are reported. */
final class GraphReader {
  private final SourceText source;
  private final ConstantReader constants;
  private final SymbolScope scope;
  private final DimReader dims;
  private final TypeReader types;
  private final AttributeReader attributes;
  private final Map<String, Value> values = new HashMap<>();
  private Graph.Builder b;

  GraphReader(SourceText source, ConstantReader constants, SymbolScope scope) {
    this.source = source;
    this.constants = constants;
    this.scope = scope;
    this.dims = new DimReader(scope);
    this.types = new TypeReader(dims);
    this.attributes =
        new AttributeReader(
            dims, inner -> new GraphReader(source, constants, scope.inner()).read(inner));
  }

  Graph read(GraphContext graph) {
    KnowledgeReader knowledge = new KnowledgeReader(scope, dims);
    knowledge.declare(graph.knowledge());
    List<TensorType> paramTypes = graph.param().stream().map(p -> types.type(p.type())).toList();
    String name = graph.title() == null ? GraphPrinter.NAME : Literals.title(graph.title());
    b = new Graph.Builder(name, knowledge.read(graph.knowledge()));
    for (int i = 0; i < paramTypes.size(); i++) {
      param(graph.param(i), paramTypes.get(i));
    }
    graph.node().forEach(this::node);
    return results(graph);
  }

  private void param(ParamContext param, TensorType type) {
    Token at = param.VALUE().getSymbol();
    define(at, b.param(Literals.plain(at), type));
  }

  private void define(Token at, Value value) {
    if (values.putIfAbsent(Literals.value(at), value) != null) {
      source.report(at, at.getText() + " is defined twice");
    }
  }

  private void node(NodeContext node) {
    List<TensorType> declared = new ArrayList<>();
    try {
      node.type().forEach(t -> declared.add(types.type(t)));
      List<? extends Value> results = results(node, declared);
      check(node, declared, results);
      for (int i = 0; i < results.size(); i++) {
        define(node.defined.get(i), results.get(i));
      }
    } catch (Fault fault) {
      source.report(fault.at(), fault.getMessage());
      assume(node, declared);
    }
  }

  private List<? extends Value> results(NodeContext node, List<TensorType> declared) {
    String op = Literals.title(node.title());
    List<Value> inputs = node.operand.stream().map(this::input).toList();
    try {
      Map<String, Object> given = attributes.read(node.attributes());
      if (op.equals("constant")) {
        single(node, inputs);
        return List.of(constants.read(Literals.plain(node.defined.get(0)), given, declared.get(0)));
      }
      return b.addAll(measured(Ops.build(op, given)), inputs);
    } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
      throw new Fault(node.title().getStart(), String.valueOf(e.getMessage()));
    }
  }

  /** An op that measures a symbol needs a bound for it. */
  private Op measured(Op op) {
    if (op instanceof Measuring n && !b.symbols().measured().containsKey(n.symbol())) {
      String name = Names.name(n.symbol());
      throw new IllegalArgumentException(
          Records.name(op.getClass())
              + " measures "
              + name
              + ", which lacks: where measured "
              + name
              + " <= BOUND");
    }
    return op;
  }

  private static void single(NodeContext node, List<Value> inputs) {
    if (!inputs.isEmpty() || node.defined.size() != 1) {
      throw new IllegalArgumentException("a constant has no inputs and one result");
    }
  }

  private Value input(Token at) {
    Value value = values.get(Literals.value(at));
    if (value == null) {
      throw new Fault(at, at.getText() + " is not defined before it is used");
    }
    return value;
  }

  private void check(NodeContext node, List<TensorType> declared, List<? extends Value> results) {
    List<TensorType> inferred = new ArrayList<>();
    results.forEach(r -> inferred.add(r.type()));
    String op = Literals.title(node.title());
    if (!inferred.equals(declared)) {
      String found = Types.print(declared);
      throw new Fault(
          node.type(0).getStart(), op + " gives " + Types.print(inferred) + ", not " + found);
    }
    if (node.defined.size() != results.size()) {
      throw new Fault(
          node.defined.get(0),
          op + " has " + results.size() + " results, not " + node.defined.size());
    }
  }

  /** Lets later lines use what a faulty one promised. */
  private void assume(NodeContext node, List<TensorType> declared) {
    for (int i = 0; i < Math.min(declared.size(), node.defined.size()); i++) {
      Token at = node.defined.get(i);
      values.putIfAbsent(Literals.value(at), new Param(Literals.plain(at), declared.get(i)));
    }
  }

  private Graph results(GraphContext graph) {
    List<Value> results = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (ResultContext result : graph.results().result()) {
      TerminalNode value = result.VALUE();
      try {
        names.add(
            result.name() == null
                ? GraphPrinter.resultName(names.size())
                : Literals.name(result.name()));
        results.add(input(value.getSymbol()));
      } catch (Fault fault) {
        source.report(fault.at(), fault.getMessage());
      }
    }
    source.finish();
    return b.build(names, results);
  }
}
