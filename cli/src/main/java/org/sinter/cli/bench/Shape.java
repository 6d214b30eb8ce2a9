package org.sinter.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.sinter.runtime.Symbol;
import org.sinter.runtime.TensorSpec;

/** Values for the symbols of a model: {@code batch=1,seq=128}. */
public record Shape(Map<String, Long> symbols) {
  private static final long[][] DEFAULTS = {{1, 8}, {1, 128}, {8, 128}};

  public Shape {
    symbols = new LinkedHashMap<>(symbols);
  }

  /** Those that are asked for, or those by default. */
  public static List<Shape> of(List<String> texts, List<Symbol> symbols, List<TensorSpec> inputs) {
    return texts.isEmpty()
        ? defaults(symbols, inputs)
        : texts.stream().map(text -> parse(text, symbols)).toList();
  }

  /** Reads {@code batch=1,seq=128}; every symbol of the model must have a value in its range. */
  public static Shape parse(String text, List<Symbol> known) {
    Shape shape = new Shape(values(text));
    shape.require(text, known.stream().filter(s -> s.measured() == null).toList());
    return shape;
  }

  /** Symbols and values, whatever the model. */
  public static Map<String, Long> values(String text) {
    Map<String, Long> values = new LinkedHashMap<>();
    for (String part : text.isBlank() ? new String[0] : text.split(",")) {
      String[] sides = part.split("=", 2);
      try {
        values.put(sides[0].strip(), Long.parseLong(sides[1].strip()));
      } catch (IndexOutOfBoundsException | NumberFormatException e) {
        throw new IllegalArgumentException(
            "--shape " + text + ": expected symbols and values, as batch=1,seq=128", e);
      }
    }
    return values;
  }

  private void require(String text, List<Symbol> known) {
    Set<String> names = known.stream().map(Symbol::name).collect(Collectors.toSet());
    if (!names.equals(symbols.keySet())) {
      throw new IllegalArgumentException(
          "--shape " + text + ": the model's symbols are " + known + ", each wants a value");
    }
    for (Symbol symbol : known) {
      long value = symbols.get(symbol.name());
      if (value < symbol.min() || value > symbol.max()) {
        throw new IllegalArgumentException("--shape " + text + ": expected " + symbol);
      }
    }
  }

  /** One text of 8 tokens, one of 128, eight of 128; first dims of inputs count as batches. */
  public static List<Shape> defaults(List<Symbol> known, List<TensorSpec> inputs) {
    Set<String> batches = new LinkedHashSet<>();
    for (TensorSpec input : inputs) {
      if (input.shape().size() > 1) {
        batches.add(input.shape().get(0));
      }
    }
    Set<Shape> shapes = new LinkedHashSet<>();
    for (long[] sizes : DEFAULTS) {
      Map<String, Long> values = new LinkedHashMap<>();
      for (Symbol symbol : known) {
        if (symbol.measured() == null) {
          long wanted = sizes[batches.contains(symbol.name()) ? 0 : 1];
          values.put(symbol.name(), Math.max(symbol.min(), Math.min(symbol.max(), wanted)));
        }
      }
      shapes.add(new Shape(values));
    }
    return new ArrayList<>(shapes);
  }

  @Override
  public String toString() {
    return symbols.isEmpty()
        ? "fixed"
        : symbols.entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining(","));
  }
}
