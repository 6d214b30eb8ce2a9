package org.sinter.ir;

/** A value known at compile time, its elements read piece by piece from where they lie. */
public final class Constant extends Value {
  private final String name;
  private final Elements elements;
  private final Source source;

  /**
   * Where text names the elements: a tensor of a file beside it.
   *
   * @param file file name relative to the text
   * @param name tensor's name in the file
   */
  public record Source(String file, String name) {}

  /** A constant with a static shape; {@code source} is null for literals and folded values. */
  public Constant(String name, TensorType type, Elements elements, Source source) {
    super(type);
    if (!type.isStatic() || elements.type() != type.dtype() || !type.size().is(elements.size())) {
      throw new IllegalArgumentException(
          name + ": " + elements.size() + " elements of " + elements.type() + " for " + type);
    }
    this.name = name;
    this.elements = elements;
    this.source = source;
  }

  /** A constant held in memory. */
  public static Constant of(String name, Tensor tensor) {
    return new Constant(name, TensorType.of(tensor.type(), tensor.shape()), tensor, null);
  }

  public String name() {
    return name;
  }

  public Elements elements() {
    return elements;
  }

  public Source source() {
    return source;
  }

  @Override
  public String toString() {
    return "constant " + name + ": " + type();
  }
}
