package org.sinter.frontend.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sinter.frontend.onnx.proto.OnnxAttribute;
import org.sinter.frontend.onnx.proto.OnnxData;
import org.sinter.frontend.onnx.proto.OnnxDim;
import org.sinter.frontend.onnx.proto.OnnxElement;
import org.sinter.frontend.onnx.proto.OnnxGraph;
import org.sinter.frontend.onnx.proto.OnnxModel;
import org.sinter.frontend.onnx.proto.OnnxNode;
import org.sinter.frontend.onnx.proto.OnnxTensor;
import org.sinter.frontend.onnx.proto.OnnxType;
import org.sinter.frontend.onnx.proto.OnnxValueInfo;
import org.sinter.ir.Graph;

/** Small ONNX models written in tests. */
final class Graphs {
  private final List<OnnxNode> nodes = new ArrayList<>();
  private final List<OnnxTensor> initializers = new ArrayList<>();
  private final List<OnnxValueInfo> inputs = new ArrayList<>();
  private final List<OnnxValueInfo> outputs = new ArrayList<>();

  /** {@code shape} such as {@code "batch, 3, ?"}. */
  Graphs input(String name, OnnxElement element, String shape) {
    List<OnnxDim> dims = new ArrayList<>();
    for (String dim : shape.isEmpty() ? new String[0] : shape.split(", ")) {
      dims.add(
          dim.equals("?")
              ? new OnnxDim.Unknown()
              : dim.matches("-?\\d+")
                  ? new OnnxDim.Fixed(Long.parseLong(dim))
                  : new OnnxDim.Symbol(dim));
    }
    inputs.add(new OnnxValueInfo(name, new OnnxType.Tensor(element, Optional.of(dims))));
    return this;
  }

  Graphs f32(String name, String shape) {
    return input(name, OnnxElement.FLOAT, shape);
  }

  Graphs constant(String name, long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      bytes.putLong(value);
    }
    OnnxData data = new OnnxData.Inline(bytes.flip().order(ByteOrder.LITTLE_ENDIAN));
    initializers.add(new OnnxTensor(name, OnnxElement.INT64, List.of((long) values.length), data));
    return this;
  }

  /**
   * {@code text} such as {@code "y = Add(a, b)"}, with several results {@code "y, z = Op()"}; the
   * op may have its domain before it, {@code "y = com.microsoft.Gelu(x)"}.
   */
  Graphs node(String text, OnnxAttribute... attributes) {
    String[] sides = text.split(" = ");
    String op = sides[1].substring(0, sides[1].indexOf('('));
    String in = sides[1].substring(op.length() + 1, sides[1].length() - 1);
    nodes.add(
        new OnnxNode(
            "n" + nodes.size(),
            op.substring(op.lastIndexOf('.') + 1),
            op.substring(0, Math.max(0, op.lastIndexOf('.'))),
            "",
            in.isEmpty() ? List.of() : List.of(in.split(", ", -1)),
            List.of(sides[0].split(", ")),
            List.of(attributes),
            "node[" + nodes.size() + "]"));
    return this;
  }

  Graphs output(String... names) {
    for (String name : names) {
      OnnxType type = new OnnxType.Tensor(OnnxElement.FLOAT, Optional.empty());
      outputs.add(new OnnxValueInfo(name, type));
    }
    return this;
  }

  static OnnxAttribute integer(String name, long value) {
    return new OnnxAttribute(name, OnnxAttribute.Kind.INT, value, "");
  }

  static OnnxAttribute text(String name, String value) {
    return new OnnxAttribute(name, OnnxAttribute.Kind.STRING, value, "");
  }

  OnnxGraph graph() {
    return new OnnxGraph("g", nodes, initializers, inputs, outputs, List.of());
  }

  OnnxModel model() {
    return new OnnxModel(
        Path.of("m.onnx"), 9, Map.of("", 18L), "", "", Map.of(), graph(), List.of());
  }

  Graph read() {
    return read(OnnxOptions.NONE);
  }

  Graph read(OnnxOptions options) {
    return OnnxReader.read(model(), options);
  }
}
