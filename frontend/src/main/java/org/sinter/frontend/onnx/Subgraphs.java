package org.sinter.frontend.onnx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.sinter.frontend.onnx.proto.OnnxAttribute;
import org.sinter.frontend.onnx.proto.OnnxModel;
import org.sinter.frontend.onnx.proto.OnnxNode;

/** All nodes of a model, those in attributes and functions too. */
final class Subgraphs {
  private Subgraphs() {}

  static List<OnnxNode> nodes(OnnxModel model) {
    Deque<List<OnnxNode>> open = new ArrayDeque<>();
    open.add(model.graph().nodes());
    model.functions().forEach(f -> open.add(f.nodes()));
    List<OnnxNode> all = new ArrayList<>();
    while (!open.isEmpty()) {
      for (OnnxNode node : open.remove()) {
        all.add(node);
        for (OnnxAttribute attribute : node.attributes()) {
          if (attribute.kind() == OnnxAttribute.Kind.GRAPH && !attribute.isReference()) {
            open.add(attribute.asGraph().nodes());
          }
        }
      }
    }
    return all;
  }
}
