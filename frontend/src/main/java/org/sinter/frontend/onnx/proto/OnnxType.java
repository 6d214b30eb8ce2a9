package org.sinter.frontend.onnx.proto;

import java.util.List;
import java.util.Optional;

/** A declared type. */
public sealed interface OnnxType {
  /** A tensor; {@code dims} is empty when not even the rank is known. */
  record Tensor(OnnxElement element, Optional<List<OnnxDim>> dims) implements OnnxType {}

  /** Whatever is not a tensor, described for messages: {@code sequence of FLOAT tensor}. */
  record Other(String description) implements OnnxType {}
}
