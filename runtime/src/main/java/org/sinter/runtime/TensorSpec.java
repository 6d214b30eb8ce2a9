package org.sinter.runtime;

import java.util.List;
import java.util.Map;

/** An input or output of a model: {@code input_ids: i64[batch, seq]}. */
public record TensorSpec(String name, ElementType type, List<String> shape) {
  public TensorSpec {
    shape = List.copyOf(shape);
  }

  /** The shape for these values of its symbols; throws where one is missing. */
  public long[] shapeFor(Map<String, Long> symbols) {
    List<String> names = List.copyOf(symbols.keySet());
    long[] values = names.stream().mapToLong(symbols::get).toArray();
    long[] sizes = new long[shape.size()];
    for (int i = 0; i < sizes.length; i++) {
      try {
        sizes[i] = FormulaReader.read(shape.get(i), names).evaluate(values);
      } catch (ArithmeticException | ModelException e) {
        throw new IllegalArgumentException(this + " with " + symbols + ": " + e.getMessage(), e);
      }
    }
    return sizes;
  }

  @Override
  public String toString() {
    return name + ": " + type + shape;
  }
}
