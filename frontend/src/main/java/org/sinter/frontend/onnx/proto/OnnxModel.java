package org.sinter.frontend.onnx.proto;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A model file; {@code opsets} maps a domain ("" is ONNX's own) to the version it imports. */
public record OnnxModel(
    Path file,
    long irVersion,
    Map<String, Long> opsets,
    String producer,
    String producerVersion,
    Map<String, String> metadata,
    OnnxGraph graph,
    List<OnnxFunction> functions) {
  public OnnxModel {
    opsets = Map.copyOf(opsets);
    metadata = Map.copyOf(metadata);
    functions = List.copyOf(functions);
  }
}
