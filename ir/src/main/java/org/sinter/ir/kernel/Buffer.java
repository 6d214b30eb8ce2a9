package org.sinter.ir.kernel;

import org.sinter.ir.DType;
import org.sinter.ir.TensorType;

/** Memory that a kernel reads or writes, row-major; equal when name and type are. */
public record Buffer(String name, TensorType type) {
  public DType dtype() {
    return type.dtype();
  }

  @Override
  public String toString() {
    return name + ": " + type;
  }
}
