package org.sinter.ir;

/** What flows along an edge of a graph; compared by identity. */
public abstract sealed class Value permits Param, Constant, Node.Result {
  private final TensorType type;

  Value(TensorType type) {
    this.type = type;
  }

  public final TensorType type() {
    return type;
  }
}
