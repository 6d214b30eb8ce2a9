package org.sinter.frontend.onnx.proto;

import java.util.ArrayList;
import java.util.List;

/** Reads {@code GraphProto}. */
final class GraphReader {
  static final int MAX_DEPTH = 16;

  private final Wire in;
  private final int depth;
  private final List<OnnxNode> nodes = new ArrayList<>();
  private final List<OnnxTensor> initializers = new ArrayList<>();
  private final List<OnnxValueInfo> inputs = new ArrayList<>();
  private final List<OnnxValueInfo> outputs = new ArrayList<>();
  private final List<OnnxValueInfo> valueInfo = new ArrayList<>();
  private String name = "";

  GraphReader(Wire in, int depth) {
    this.in = in;
    this.depth = depth;
  }

  OnnxGraph read(String label) {
    if (depth > MAX_DEPTH) {
      throw in.fail("graphs nested deeper than " + MAX_DEPTH);
    }
    in.enter(label);
    while (in.next()) {
      field();
    }
    in.leave();
    return new OnnxGraph(name, nodes, initializers, inputs, outputs, valueInfo);
  }

  private void field() {
    switch (in.field()) {
      case 1 -> nodes.add(new NodeReader(in, depth).read("node[" + nodes.size() + "]"));
      case 2 -> name = in.string();
      case 5 ->
          initializers.add(new TensorReader(in).read("initializer[" + initializers.size() + "]"));
      case 11 -> inputs.add(TypeReader.value(in, "input[" + inputs.size() + "]"));
      case 12 -> outputs.add(TypeReader.value(in, "output[" + outputs.size() + "]"));
      case 13 -> valueInfo.add(TypeReader.value(in, "value_info[" + valueInfo.size() + "]"));
      case 15 -> throw in.fail("sparse initializers are not supported");
      default -> in.skip();
    }
  }
}
