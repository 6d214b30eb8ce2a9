package org.sinter.cli;

import java.util.List;
import java.util.Set;
import org.sinter.frontend.onnx.proto.OnnxGraph;
import org.sinter.frontend.onnx.proto.OnnxModel;
import org.sinter.frontend.onnx.proto.OnnxReader;
import org.sinter.frontend.onnx.proto.OnnxType;
import org.sinter.frontend.onnx.proto.OnnxValueInfo;

/** What a Transformer compiler leaves out: strings, sequences, optionals, training, random ops. */
final class OutOfScope {
  private static final Set<String> RANDOM =
      Set.of(
          "RandomNormal",
          "RandomNormalLike",
          "RandomUniform",
          "RandomUniformLike",
          "Bernoulli",
          "Multinomial");

  private OutOfScope() {}

  /** Why a test is outside, or null. */
  static String reason(NodeTest test) {
    OnnxModel model = OnnxReader.read(test.model());
    OnnxGraph graph = model.graph();
    String reason = values(graph.inputs());
    reason = reason == null ? values(graph.outputs()) : reason;
    return reason == null ? ops(graph) : reason;
  }

  private static String values(List<OnnxValueInfo> values) {
    for (OnnxValueInfo value : values) {
      if (value.type() instanceof OnnxType.Other other) {
        return other.description();
      }
      if (value.type() instanceof OnnxType.Tensor t && t.element().name().equals("STRING")) {
        return "strings";
      }
    }
    return null;
  }

  private static String ops(OnnxGraph graph) {
    return graph.nodes().stream()
        .map(n -> op(n.domain(), n.opType()))
        .filter(r -> r != null)
        .findFirst()
        .orElse(null);
  }

  private static String op(String domain, String type) {
    if (domain.contains("training")) {
      return "training op " + type;
    }
    if (RANDOM.contains(type)) {
      return "random op " + type;
    }
    boolean sequence = type.contains("Sequence") && !type.equals("ReverseSequence");
    return sequence || type.startsWith("Optional") || type.startsWith("String")
        ? "op " + type
        : null;
  }
}
