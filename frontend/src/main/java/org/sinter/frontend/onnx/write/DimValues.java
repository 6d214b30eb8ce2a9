package org.sinter.frontend.onnx.write;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;

/** Dims as values: symbols are read from shapes, formulas computed by nodes on {@code i64[1]}. */
final class DimValues implements Dim.Algebra<String> {
  private final Nodes nodes;
  private final Map<String, String> symbols = new HashMap<>();
  private final Map<Dim, String> known = new HashMap<>();

  DimValues(Nodes nodes) {
    this.nodes = nodes;
  }

  /** Symbols that a value's type tells: dims {@code s} and {@code s + 3}. */
  void learn(String value, TensorType type) {
    for (int i = 0; i < type.rank(); i++) {
      Dim dim = type.dim(i);
      if (dim.symbols().size() == 1) {
        String symbol = dim.symbols().iterator().next();
        Dim rest = dim.minus(Dim.symbol(symbol));
        rest = rest.isConstant() ? rest : dim.minus(Dim.symbolFromZero(symbol));
        if (!symbols.containsKey(symbol) && rest.isConstant()) {
          String size = nodes.add("Shape", List.of(value), "start", i, "end", i + 1);
          symbols.put(symbol, minus(size, rest.value()));
        }
      }
    }
  }

  private String minus(String size, long number) {
    return number == 0 ? size : nodes.add("Sub", List.of(size, constant(number)));
  }

  void learnSymbol(String symbol, String value) {
    symbols.putIfAbsent(symbol, value);
  }

  /** One dim, {@code i64[1]}. */
  String of(Dim dim) {
    String value = known.get(dim);
    if (value == null) {
      value = dim.fold(this);
      known.put(dim, value);
    }
    return value;
  }

  /** Several dims, a vector. */
  String of(List<Dim> dims) {
    if (dims.stream().allMatch(Dim::isConstant)) {
      return nodes.longs(dims.stream().map(Dim::value).toList());
    }
    List<String> parts = new ArrayList<>();
    dims.forEach(dim -> parts.add(of(dim)));
    return parts.size() == 1 ? parts.get(0) : nodes.add("Concat", parts, "axis", 0);
  }

  /** One dim as a scalar. */
  String scalar(Dim dim) {
    return dim.isConstant()
        ? nodes.scalar(DType.I64, dim.value())
        : nodes.add("Squeeze", List.of(of(dim)));
  }

  /** {@code 0, 1, … size - 1}. */
  String range(Dim size) {
    List<String> bounds =
        List.of(nodes.scalar(DType.I64, 0), scalar(size), nodes.scalar(DType.I64, 1));
    return nodes.add("Range", bounds);
  }

  @Override
  public String constant(long value) {
    return nodes.longs(List.of(value));
  }

  @Override
  public String symbol(String name, long min) {
    String value = symbols.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no value has the dim " + name + " by itself");
    }
    return value;
  }

  @Override
  public String apply(String function, String a, String b) {
    return switch (function) {
      case "+" -> nodes.add("Add", List.of(a, b));
      case "*" -> nodes.add("Mul", List.of(a, b));
      case "min" -> nodes.add("Min", List.of(a, b));
      case "max" -> nodes.add("Max", List.of(a, b));
      case "mod" -> nodes.add("Mod", List.of(a, b));
      default -> {
        String rest = nodes.add("Mod", List.of(a, b));
        yield nodes.add("Div", List.of(nodes.add("Sub", List.of(a, rest)), b));
      }
    };
  }
}
