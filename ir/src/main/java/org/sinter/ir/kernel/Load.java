package org.sinter.ir.kernel;

import java.util.List;
import org.sinter.ir.DType;

/** {@code buffer[indices]}; the indices are proven or checked to be in range. */
public record Load(Buffer buffer, List<Expr> indices) implements Expr {
  public Load {
    indices = List.copyOf(indices);
    if (indices.size() != buffer.type().rank()) {
      throw new IllegalArgumentException(
          "load from " + buffer + " with " + indices.size() + " indices");
    }
  }

  @Override
  public DType type() {
    return buffer.dtype();
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.load(this);
  }
}
