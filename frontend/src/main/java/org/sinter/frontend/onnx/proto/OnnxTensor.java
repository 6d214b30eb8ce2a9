package org.sinter.frontend.onnx.proto;

import java.util.List;

/** A tensor in a file; {@code dims} are not negative and {@code data} has exactly their size. */
public record OnnxTensor(String name, OnnxElement element, List<Long> dims, OnnxData data) {
  public OnnxTensor {
    dims = List.copyOf(dims);
  }

  /** The product of the dims. */
  public long size() {
    if (dims.contains(0L)) {
      return 0;
    }
    long size = 1;
    for (long dim : dims) {
      size = Math.multiplyExact(size, dim);
    }
    return size;
  }
}
