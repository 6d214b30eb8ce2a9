package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sinter.frontend.onnx.proto.OnnxAttribute;
import org.sinter.frontend.onnx.proto.OnnxFunction;
import org.sinter.frontend.onnx.proto.OnnxGraph;
import org.sinter.frontend.onnx.proto.OnnxNode;
import org.sinter.ir.Value;

/** A call of a model-local function, replaced by the function's nodes. */
final class FunctionCall {
  private FunctionCall() {}

  static List<Value> inline(Body body, OnnxNode node, OnnxFunction function) {
    Body inner = body.inner(node, false, function.opsets());
    List<Value> inputs = body.inputs(node);
    for (int i = 0; i < function.inputs().size(); i++) {
      if (i < inputs.size() && inputs.get(i) != null) {
        inner.define(function.inputs().get(i), inputs.get(i));
      }
    }
    Map<String, OnnxAttribute> attributes = new HashMap<>();
    function.defaults().forEach(a -> attributes.put(a.name(), a));
    node.attributes().forEach(a -> attributes.put(a.name(), a));
    inner.write(bind(function.nodes(), attributes, absent(function, inputs)));
    List<Value> results = new ArrayList<>();
    for (int i = 0; i < node.outputs().size(); i++) {
      boolean wanted = !node.outputs().get(i).isEmpty();
      results.add(wanted ? inner.required(function.outputs().get(i)) : null);
    }
    return results;
  }

  private static List<String> absent(OnnxFunction function, List<Value> inputs) {
    List<String> absent = new ArrayList<>();
    for (int i = 0; i < function.inputs().size(); i++) {
      if (i >= inputs.size() || inputs.get(i) == null) {
        absent.add(function.inputs().get(i));
      }
    }
    return absent;
  }

  /** The nodes with references to the function's attributes replaced by the call's. */
  private static List<OnnxNode> bind(
      List<OnnxNode> nodes, Map<String, OnnxAttribute> given, List<String> absent) {
    List<OnnxNode> bound = new ArrayList<>();
    for (OnnxNode n : nodes) {
      List<OnnxAttribute> attributes = new ArrayList<>();
      for (OnnxAttribute a : n.attributes()) {
        OnnxAttribute value = a.isReference() ? given.get(a.reference()) : inner(a, given, absent);
        if (value != null) {
          attributes.add(
              new OnnxAttribute(a.name(), value.kind(), value.value(), value.reference()));
        }
      }
      List<String> inputs = n.inputs().stream().map(i -> absent.contains(i) ? "" : i).toList();
      bound.add(with(n, inputs, attributes));
    }
    return bound;
  }

  private static OnnxNode with(OnnxNode n, List<String> inputs, List<OnnxAttribute> attributes) {
    return new OnnxNode(
        n.name(), n.opType(), n.domain(), n.overload(), inputs, n.outputs(), attributes, n.place());
  }

  /** An attribute whose graph, if it has one, is bound as well; the reader limits the nesting. */
  private static OnnxAttribute inner(
      OnnxAttribute a, Map<String, OnnxAttribute> given, List<String> absent) {
    if (a.kind() != OnnxAttribute.Kind.GRAPH) {
      return a;
    }
    OnnxGraph g = a.asGraph();
    OnnxGraph bound =
        new OnnxGraph(
            g.name(),
            bind(g.nodes(), given, absent),
            g.initializers(),
            g.inputs(),
            g.outputs(),
            g.valueInfo());
    return new OnnxAttribute(a.name(), a.kind(), bound, "");
  }
}
