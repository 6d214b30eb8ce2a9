package org.sinter.frontend.onnx.proto;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code NodeProto}. */
final class NodeReader {
  private final Wire in;
  private final int depth;
  private final List<String> inputs = new ArrayList<>(4);
  private final List<String> outputs = new ArrayList<>(2);
  private final List<OnnxAttribute> attributes = new ArrayList<>(2);
  private String name = "";
  private String opType = "";
  private String domain = "";
  private String overload = "";

  NodeReader(Wire in, int depth) {
    this.in = in;
    this.depth = depth;
  }

  OnnxNode read(String label) {
    in.enter(label);
    String place = in.path();
    while (in.next()) {
      field();
    }
    checkAttributes();
    in.leave();
    String plain = domain.equals("ai.onnx") ? "" : domain;
    return new OnnxNode(name, opType, plain, overload, inputs, outputs, attributes, place);
  }

  private void field() {
    switch (in.field()) {
      case 1 -> inputs.add(in.string());
      case 2 -> outputs.add(in.string());
      case 3 -> name = in.string();
      case 4 -> opType = in.string();
      case 5 ->
          attributes.add(
              new AttributeReader(in, depth).read("attribute[" + attributes.size() + "]"));
      case 7 -> domain = in.string();
      case 8 -> overload = in.string();
      default -> in.skip();
    }
  }

  private void checkAttributes() {
    if (opType.isEmpty()) {
      throw in.fail("a node without op_type");
    }
    Set<String> names = new HashSet<>();
    for (OnnxAttribute attribute : attributes) {
      if (!names.add(attribute.name())) {
        throw in.fail("attribute '" + attribute.name() + "' twice");
      }
    }
  }
}
