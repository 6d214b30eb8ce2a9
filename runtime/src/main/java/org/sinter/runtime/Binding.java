package org.sinter.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * From the shapes of a call's inputs to the values of the symbols: {@code [2, 7]} against {@code
 * [batch, seq]} gives {@code batch = 2, seq = 7}; whatever does not fit is an {@link
 * IllegalArgumentException}.
 */
final class Binding {
  private static final long UNKNOWN = -1;

  private final Metadata model;
  private final long[] values;

  private Binding(Metadata model) {
    this.model = model;
    this.values = new long[model.symbols().size()];
    Arrays.fill(values, UNKNOWN);
  }

  /** Symbols in the order of model.json, measured ones at their upper bounds. */
  static long[] of(Metadata model, long[][] shapes) {
    Binding binding = new Binding(model);
    try {
      return binding.bind(shapes);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("input shapes are too large: " + binding.shown(), e);
    }
  }

  /** The same from values by name; those of measured symbols may be left out. */
  static long[] of(Metadata model, Map<String, Long> given) {
    Binding binding = new Binding(model);
    for (int i = 0; i < binding.values.length; i++) {
      Symbol symbol = model.symbols().get(i);
      Long value = given.get(symbol.name());
      if (symbol.measured() == null && value == null) {
        throw new IllegalArgumentException("no value for symbol " + symbol.name());
      }
      binding.values[i] = symbol.measured() == null ? value : UNKNOWN;
    }
    binding.check();
    return binding.values;
  }

  private long[] bind(long[][] shapes) {
    for (int i = 0; i < shapes.length; i++) {
      take(model.inputs().get(i), shapes[i]);
    }
    check();
    for (int i = 0; i < shapes.length; i++) {
      compare(model.inputs().get(i), shapes[i]);
    }
    return values;
  }

  private void take(Metadata.Port input, long[] shape) {
    if (shape.length != input.dims().size()) {
      throw wrong(input, shape, "rank " + input.dims().size() + " expected");
    }
    for (int i = 0; i < shape.length; i++) {
      int symbol = input.dims().get(i).symbol();
      if (symbol >= 0 && values[symbol] == UNKNOWN) {
        values[symbol] = shape[i];
      }
    }
  }

  private void compare(Metadata.Port input, long[] shape) {
    for (int i = 0; i < shape.length; i++) {
      long expected = input.dims().get(i).evaluate(values);
      if (shape[i] != expected) {
        throw wrong(
            input,
            shape,
            "dim " + i + " must be " + input.spec().shape().get(i) + " = " + expected);
      }
    }
  }

  private void check() {
    List<Symbol> symbols = model.symbols();
    for (int i = 0; i < values.length; i++) {
      Symbol symbol = symbols.get(i);
      if (model.bounds().get(i) != null) {
        values[i] = Math.min(Math.max(model.bounds().get(i).evaluate(values), 0), symbol.max());
      } else if (values[i] < symbol.min() || values[i] > symbol.max()) {
        throw new IllegalArgumentException(
            "symbol " + symbol.name() + " is " + values[i] + ", expected " + symbol);
      }
    }
    for (Constraint constraint : model.constraints()) {
      if (!constraint.holds(values)) {
        throw new IllegalArgumentException("constraint " + constraint + " broken: " + shown());
      }
    }
  }

  private static IllegalArgumentException wrong(Metadata.Port input, long[] shape, String what) {
    return new IllegalArgumentException(
        "input " + input.spec() + ": shape " + Arrays.toString(shape) + " found, " + what);
  }

  private String shown() {
    StringBuilder b = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      b.append(i == 0 ? "" : ", ").append(model.symbols().get(i).name()).append(" = ");
      b.append(values[i]);
    }
    return b.toString();
  }
}
