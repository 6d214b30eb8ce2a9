package org.sinter.frontend.onnx.proto;

import java.util.List;
import java.util.Map;

/** A model-local function: nodes to put in the place of a node that calls it. */
public record OnnxFunction(
    String domain,
    String name,
    String overload,
    List<String> inputs,
    List<String> outputs,
    List<String> attributes,
    List<OnnxAttribute> defaults,
    List<OnnxNode> nodes,
    Map<String, Long> opsets,
    List<OnnxValueInfo> valueInfo) {
  public OnnxFunction {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = List.copyOf(attributes);
    defaults = List.copyOf(defaults);
    nodes = List.copyOf(nodes);
    opsets = Map.copyOf(opsets);
    valueInfo = List.copyOf(valueInfo);
  }
}
