package org.sinter.ir;

/** An input of a graph. */
public final class Param extends Value {
  private final String name;

  public Param(String name, TensorType type) {
    super(type);
    this.name = name;
  }

  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return "%" + name + ": " + type();
  }
}
