package org.sinter.frontend.onnx;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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

/** Seeded damage to models that still parse: other ops, wires, attributes, shapes and numbers. */
final class ModelMutations {
  private static final long[] NUMBERS = {
    -1,
    0,
    1,
    2,
    3,
    7,
    -2,
    -7,
    64,
    1L << 20,
    1L << 31,
    (1L << 31) - 1,
    -1L << 31,
    1L << 40,
    1L << 62,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final List<String> OPS = Registry.names();

  private final Random random;

  ModelMutations(long seed) {
    random = new Random(seed);
  }

  OnnxModel mutate(OnnxModel m) {
    OnnxGraph graph = m.graph();
    for (int i = random.nextInt(3); i >= 0; i--) {
      graph = graph(graph);
    }
    var opsets = new java.util.HashMap<>(m.opsets());
    if (random.nextInt(8) == 0) {
      opsets.put("", (long) random.nextInt(30));
    }
    return new OnnxModel(
        m.file(), m.irVersion(), opsets, "", "", m.metadata(), graph, m.functions());
  }

  private OnnxGraph graph(OnnxGraph g) {
    List<OnnxNode> nodes = new ArrayList<>(g.nodes());
    List<OnnxTensor> initializers = new ArrayList<>(g.initializers());
    List<OnnxValueInfo> inputs = new ArrayList<>(g.inputs());
    int what = random.nextInt(10);
    if (what == 0 && !inputs.isEmpty()) {
      int at = random.nextInt(inputs.size());
      inputs.set(at, input(inputs.get(at)));
    } else if (what < 3 && !initializers.isEmpty()) {
      int at = random.nextInt(initializers.size());
      initializers.set(at, tensor(initializers.get(at)));
    } else if (!nodes.isEmpty()) {
      int at = random.nextInt(nodes.size());
      nodes.set(at, node(nodes.get(at), nodes));
    }
    return new OnnxGraph(g.name(), nodes, initializers, inputs, g.outputs(), g.valueInfo());
  }

  private OnnxValueInfo input(OnnxValueInfo in) {
    List<OnnxDim> dims = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      dims.add(
          switch (random.nextInt(3)) {
            case 0 -> new OnnxDim.Fixed(number());
            case 1 -> new OnnxDim.Symbol(random.nextBoolean() ? "n" : "m");
            default -> new OnnxDim.Unknown();
          });
    }
    OnnxElement element = OnnxElement.of(random.nextInt(29));
    return new OnnxValueInfo(in.name(), new OnnxType.Tensor(element, java.util.Optional.of(dims)));
  }

  private OnnxTensor tensor(OnnxTensor t) {
    if (random.nextBoolean() || t.size() > 64) {
      return new OnnxTensor("x" + random.nextInt(3), t.element(), t.dims(), t.data());
    }
    int count = random.nextInt(4);
    ByteBuffer bytes = ByteBuffer.allocate(8 * count).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      bytes.putLong(8 * i, number());
    }
    List<Long> dims = List.of((long) count);
    return new OnnxTensor(t.name(), OnnxElement.INT64, dims, new OnnxData.Inline(bytes));
  }

  private OnnxNode node(OnnxNode n, List<OnnxNode> others) {
    List<String> inputs = new ArrayList<>(n.inputs());
    List<OnnxAttribute> attributes = new ArrayList<>(n.attributes());
    String op = n.opType();
    switch (random.nextInt(4)) {
      case 0 -> op = OPS.get(random.nextInt(OPS.size()));
      case 1 -> {
        OnnxNode other = others.get(random.nextInt(others.size()));
        String name = other.outputs().isEmpty() ? "" : other.outputs().get(0);
        if (inputs.isEmpty() || random.nextInt(4) == 0) {
          inputs.add(name);
        } else {
          inputs.set(random.nextInt(inputs.size()), name);
        }
      }
      case 2 -> {
        if (!inputs.isEmpty()) {
          inputs.remove(random.nextInt(inputs.size()));
        }
      }
      default -> attributes(attributes);
    }
    return new OnnxNode(
        n.name(), op, n.domain(), n.overload(), inputs, n.outputs(), attributes, n.place());
  }

  private void attributes(List<OnnxAttribute> attributes) {
    if (attributes.isEmpty()) {
      attributes.add(new OnnxAttribute("axis", OnnxAttribute.Kind.INT, number(), ""));
      return;
    }
    int at = random.nextInt(attributes.size());
    OnnxAttribute a = attributes.remove(at);
    switch (random.nextInt(4)) {
      case 0 -> attributes.add(new OnnxAttribute(a.name(), OnnxAttribute.Kind.INT, number(), ""));
      case 1 -> {
        long[] numbers = new long[random.nextInt(5)];
        java.util.Arrays.setAll(numbers, i -> number());
        attributes.add(new OnnxAttribute(a.name(), OnnxAttribute.Kind.INTS, numbers, ""));
      }
      case 2 -> attributes.add(new OnnxAttribute(a.name(), OnnxAttribute.Kind.STRING, "x", ""));
      default -> {}
    }
  }

  private long number() {
    return NUMBERS[random.nextInt(NUMBERS.length)];
  }
}
