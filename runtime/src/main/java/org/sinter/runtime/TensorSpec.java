package org.sinter.runtime;

import java.util.List;

/** An input or output of a model: {@code input_ids: i64[batch, seq]}. */
public record TensorSpec(String name, ElementType type, List<String> shape) {
  public TensorSpec {
    shape = List.copyOf(shape);
  }

  @Override
  public String toString() {
    return name + ": " + type + shape;
  }
}
