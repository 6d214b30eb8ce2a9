package org.sinter.frontend.onnx;

import java.util.List;
import org.sinter.frontend.onnx.proto.OnnxFunction;
import org.sinter.frontend.onnx.proto.OnnxNode;
import org.sinter.ir.Value;

/** Writes one node: by its importer, or as the body of the model's function that it calls. */
final class NodeImporter {
  private final Body body;
  private final OnnxNode node;

  NodeImporter(Body body, OnnxNode node) {
    this.body = body;
    this.node = node;
  }

  void write() {
    body.model().builder().origin(node.name());
    OnnxFunction function = body.model().function(node);
    if (function != null) {
      define(FunctionCall.inline(body, node, function));
      return;
    }
    if (SequenceOps.write(body, node)) {
      return;
    }
    OpImporter importer = Registry.find(node.domain(), node.opType());
    if (importer == null) {
      throw new IllegalArgumentException("the op is not supported");
    }
    define(importer.write(new Call(node, body.inputs(node), body)));
  }

  private void define(List<? extends Value> results) {
    for (int i = 0; i < node.outputs().size(); i++) {
      String name = node.outputs().get(i);
      if (name.isEmpty()) {
        continue;
      }
      Value result = i < results.size() ? results.get(i) : null;
      if (result == null) {
        throw new IllegalArgumentException("result " + i + " ('" + name + "') is not supported");
      }
      body.define(name, body.model().contents().canonical(result));
    }
  }
}
