package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sinter.frontend.onnx.proto.OnnxGraph;
import org.sinter.frontend.onnx.proto.OnnxNode;
import org.sinter.frontend.onnx.proto.OnnxTensor;
import org.sinter.ir.Value;
import org.sinter.ir.diag.CompileException;

/** Nodes being written into the graph in order, with the names that they may use. */
final class Body {
  /** Subgraphs and functions nested deeper are refused. */
  private static final int MAX_DEPTH = 64;

  private final Model model;
  private final Body outer;
  private final int depth;
  private final Map<String, Long> opsets;
  private final Map<String, Value> values = new HashMap<>();
  private final Map<String, List<Value>> sequences = new HashMap<>();

  /** {@code outer}: the body whose names are visible here, too, or null. */
  Body(Model model, Body outer, int depth, Map<String, Long> opsets) {
    this.model = model;
    this.outer = outer;
    this.depth = depth;
    this.opsets = opsets;
  }

  Model model() {
    return model;
  }

  long opset(String domain) {
    Long version = opsets.get(domain.equals("ai.onnx") ? "" : domain);
    return version == null ? 1 : version;
  }

  /** A body inside this one; {@code visible}: this one's names can be used in it. */
  Body inner(OnnxNode node, boolean visible, Map<String, Long> imported) {
    if (depth >= MAX_DEPTH) {
      throw model.fail(node, "subgraphs or functions nested deeper than " + MAX_DEPTH, null);
    }
    return new Body(model, visible ? this : null, depth + 1, imported);
  }

  Body inner(OnnxNode node) {
    return inner(node, true, opsets);
  }

  /** The value of that name, or null. */
  Value value(String name) {
    for (Body body = this; body != null; body = body.outer) {
      Value found = body.values.get(name);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** The sequence of that name, or null. */
  List<Value> sequence(String name) {
    for (Body body = this; body != null; body = body.outer) {
      List<Value> found = body.sequences.get(name);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  void define(String name, Value value) {
    if (values.putIfAbsent(name, value) != null || sequences.containsKey(name)) {
      throw new IllegalArgumentException("the name '" + name + "' is defined twice");
    }
  }

  void defineSequence(String name, List<Value> items) {
    if (sequences.putIfAbsent(name, List.copyOf(items)) != null || values.containsKey(name)) {
      throw new IllegalArgumentException("the name '" + name + "' is defined twice");
    }
  }

  /** Writes a subgraph whose inputs are {@code arguments}; its outputs' values. */
  List<Value> inline(OnnxGraph graph, List<Value> arguments) {
    if (graph.inputs().size() != arguments.size()) {
      throw new IllegalArgumentException(
          "subgraph '"
              + graph.name()
              + "' takes "
              + graph.inputs().size()
              + " inputs, given "
              + arguments.size());
    }
    for (int i = 0; i < arguments.size(); i++) {
      define(graph.inputs().get(i).name(), arguments.get(i));
    }
    initializers(graph);
    write(graph.nodes());
    return graph.outputs().stream().map(o -> required(o.name())).toList();
  }

  void initializers(OnnxGraph graph) {
    for (OnnxTensor tensor : graph.initializers()) {
      try {
        if (value(tensor.name()) == null || !values.containsKey(tensor.name())) {
          define(tensor.name(), Tensors.value(model, tensor, tensor.name()));
        }
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw model.fail("initializer '" + tensor.name() + "'", e.getMessage());
      }
    }
  }

  Value required(String name) {
    Value found = value(name);
    if (found == null) {
      String reason = sequence(name) == null ? "nothing computes it" : "it is a sequence";
      throw model.fail("value '" + name + "'", reason);
    }
    return found;
  }

  /** Writes nodes in an order in which inputs come first. */
  void write(List<OnnxNode> nodes) {
    for (OnnxNode node : NodeOrder.sort(model, this, nodes)) {
      model.count(node);
      try {
        new NodeImporter(this, node).write();
      } catch (CompileException e) {
        throw e;
      } catch (IllegalArgumentException
          | ArithmeticException
          | IndexOutOfBoundsException
          | IllegalStateException e) {
        throw model.fail(node, String.valueOf(e.getMessage()), e);
      }
    }
  }

  /** The inputs of a node; null where one is absent. */
  List<Value> inputs(OnnxNode node) {
    List<Value> found = new ArrayList<>();
    for (String name : node.inputs()) {
      Value value = name.isEmpty() ? null : value(name);
      if (!name.isEmpty() && value == null && sequence(name) == null) {
        throw new IllegalArgumentException("nothing computes its input '" + name + "'");
      }
      found.add(value);
    }
    return found;
  }
}
