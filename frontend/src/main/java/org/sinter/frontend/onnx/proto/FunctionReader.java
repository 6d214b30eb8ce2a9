package org.sinter.frontend.onnx.proto;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code FunctionProto}. */
final class FunctionReader {
  private final Wire in;
  private final List<String> inputs = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private final List<String> attributes = new ArrayList<>();
  private final List<OnnxAttribute> defaults = new ArrayList<>();
  private final List<OnnxNode> nodes = new ArrayList<>();
  private final Map<String, Long> opsets = new LinkedHashMap<>();
  private final List<OnnxValueInfo> valueInfo = new ArrayList<>();
  private String name = "";
  private String domain = "";
  private String overload = "";

  FunctionReader(Wire in) {
    this.in = in;
  }

  OnnxFunction read(String label) {
    in.enter(label);
    while (in.next()) {
      field();
    }
    in.leave();
    return new OnnxFunction(
        domain, name, overload, inputs, outputs, attributes, defaults, nodes, opsets, valueInfo);
  }

  private void field() {
    switch (in.field()) {
      case 1 -> name = in.string();
      case 4 -> inputs.add(in.string());
      case 5 -> outputs.add(in.string());
      case 6 -> attributes.add(in.string());
      case 7 -> nodes.add(new NodeReader(in, 0).read("node[" + nodes.size() + "]"));
      case 9 -> OnnxReader.opset(in, opsets);
      case 10 -> domain = in.string();
      case 11 ->
          defaults.add(new AttributeReader(in, 0).read("attribute_proto[" + defaults.size() + "]"));
      case 12 -> valueInfo.add(TypeReader.value(in, "value_info[" + valueInfo.size() + "]"));
      case 13 -> overload = in.string();
      default -> in.skip();
    }
  }
}
