package org.sinter.ir.interp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sinter.ir.Constant;
import org.sinter.ir.Dim;
import org.sinter.ir.Elements;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.op.Composite;
import org.sinter.ir.op.Compute;
import org.sinter.ir.op.Primitive;
import org.sinter.ir.op.Procedural;

/** Runs the nodes of a graph under given symbols; a value is dropped after its last use. */
final class NodeRunner {
  private final Map<String, Long> symbols;
  private final Map<String, Dim> bounds;
  private final Observer observer;

  NodeRunner(Map<String, Long> symbols, Map<String, Dim> bounds, Observer observer) {
    this.symbols = symbols;
    this.bounds = bounds;
    this.observer = observer;
  }

  /** Elements and the shape they have now. */
  private record Held(Elements elements, long[] shape) {
    Tensor tensor() {
      return elements instanceof Tensor t ? t : copy();
    }

    private Tensor copy() {
      Tensor copy = Tensor.allocate(elements.type(), shape);
      for (long i = 0; i < copy.size(); i++) {
        if (elements.type().isFloat()) {
          copy.set(i, elements.real(i));
        } else {
          copy.set(i, elements.integer(i));
        }
      }
      return copy;
    }
  }

  List<Tensor> run(Graph graph, List<Tensor> arguments) {
    Map<Value, Held> values = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      values.put(graph.params().get(i), hold(arguments.get(i)));
    }
    for (Constant constant : graph.constants()) {
      values.put(constant, new Held(constant.elements(), shape(constant.type())));
    }
    Map<Value, Integer> uses = uses(graph);
    for (Node node : graph.nodes()) {
      List<Held> in = node.inputs().stream().map(values::get).toList();
      List<Tensor> results = run(node, in);
      for (int i = 0; i < results.size(); i++) {
        observer.computed(node.results().get(i), results.get(i));
        values.put(node.results().get(i), hold(results.get(i)));
      }
      for (Value input : node.inputs()) {
        if (uses.merge(input, -1, Integer::sum) == 0) {
          values.remove(input);
        }
      }
    }
    return graph.results().stream().map(r -> values.get(r).tensor()).toList();
  }

  private static Held hold(Tensor tensor) {
    return new Held(tensor, tensor.shape());
  }

  /** How often nodes read each value; one more for results. */
  private static Map<Value, Integer> uses(Graph graph) {
    Map<Value, Integer> uses = new HashMap<>();
    graph.results().forEach(r -> uses.merge(r, 1, Integer::sum));
    for (Node node : graph.nodes()) {
      node.inputs().forEach(v -> uses.merge(v, 1, Integer::sum));
    }
    return uses;
  }

  private long[] shape(TensorType type) {
    return type.dims().stream().mapToLong(d -> d.evaluate(this::symbol)).toArray();
  }

  /** A symbol's value; before it is measured, its bound. */
  private long symbol(String name) {
    Long value = symbols.get(name);
    if (value != null) {
      return value;
    }
    Dim bound = bounds.get(name);
    if (bound == null) {
      throw new IllegalArgumentException("no input gives symbol " + name + " a value");
    }
    return bound.evaluate(this::symbol);
  }

  private List<Tensor> run(Node node, List<Held> in) {
    List<TensorType> types = node.inputs().stream().map(Value::type).toList();
    if (node.op() instanceof Primitive op) {
      return List.of(primitive(node, op.compute(types), types, in));
    }
    if (node.op() instanceof Composite op) {
      return composite(op, types, in);
    }
    return procedural(node, ((Procedural) node.op()).body(types), in);
  }

  private Tensor primitive(Node node, Compute compute, List<TensorType> types, List<Held> in) {
    for (Compute.Bound bound : compute.bounds()) {
      check(node, bound, in.get(bound.input()));
    }
    Tensor out = Tensor.allocate(node.result().type().dtype(), shape(node.result().type()));
    List<Elements> elements = in.stream().map(Held::elements).toList();
    List<long[]> shapes = in.stream().map(Held::shape).toList();
    new ComputeRunner(node.toString(), compute, types, elements, shapes, symbols).run(out);
    return out;
  }

  private void check(Node node, Compute.Bound bound, Held held) {
    long size = bound.size().evaluate(this::symbol);
    long[] shape = held.shape();
    boolean all = bound.component() < 0;
    long step = all ? 1 : shape[shape.length - 1];
    long count = Tensor.size(shape);
    for (long i = all ? 0 : bound.component(); i < count; i += step) {
      long index = held.elements().integer(i);
      if (index < -size || index >= size) {
        throw new IllegalArgumentException(node + ": index " + index + " outside a dim of " + size);
      }
    }
  }

  private List<Tensor> composite(Composite op, List<TensorType> types, List<Held> in) {
    Graph.Builder b = new Graph.Builder("expanded");
    List<Value> params = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      params.add(b.param("in" + i, types.get(i)));
    }
    List<Value> results = op.expand(b, params);
    List<String> names = results.stream().map(r -> "out").toList();
    Graph graph = b.build(names, results);
    NodeRunner inner = new NodeRunner(symbols, bounds, (value, tensor) -> {});
    return inner.run(graph, in.stream().map(Held::tensor).toList());
  }

  private List<Tensor> procedural(Node node, Kernel kernel, List<Held> in) {
    List<Tensor> buffers = new ArrayList<>(in.stream().map(Held::tensor).toList());
    for (Node.Result result : node.results()) {
      buffers.add(Garbage.tensor(result.type().dtype(), shape(result.type())));
    }
    KernelInterpreter.run(kernel, buffers, symbols);
    List<Tensor> results = new ArrayList<>();
    for (Node.Result result : node.results()) {
      Tensor whole = buffers.get(in.size() + result.index());
      results.add(Garbage.cut(whole, shape(result.type())));
    }
    return results;
  }
}
