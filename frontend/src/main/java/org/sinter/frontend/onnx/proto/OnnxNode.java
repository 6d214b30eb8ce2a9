package org.sinter.frontend.onnx.proto;

import java.util.List;

/** One node; an absent optional input or output is an empty name. */
public record OnnxNode(
    String name,
    String opType,
    String domain,
    String overload,
    List<String> inputs,
    List<String> outputs,
    List<OnnxAttribute> attributes,
    String place) {
  public OnnxNode {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = List.copyOf(attributes);
  }

  /** The attribute of that name, or null. */
  public OnnxAttribute attribute(String wanted) {
    for (OnnxAttribute attribute : attributes) {
      if (attribute.name().equals(wanted)) {
        return attribute;
      }
    }
    return null;
  }
}
