package org.sinter.ir.interp;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sinter.ir.Dim;
import org.sinter.ir.Param;
import org.sinter.ir.Symbols;
import org.sinter.ir.Tensor;

/** Gives symbols their values from the shapes of inputs, and checks what a call must fulfil. */
final class Bindings {
  private Bindings() {}

  /** Values of the symbols that stand alone as a dim of an input. */
  static Map<String, Long> of(List<Param> params, Map<String, Tensor> inputs, Symbols symbols) {
    Map<String, Long> values = new HashMap<>();
    for (Param param : params) {
      Tensor tensor = inputs.get(param.name());
      checkType(param, tensor);
      for (int d = 0; d < param.type().rank(); d++) {
        bind(param, d, tensor, values);
      }
    }
    for (Param param : params) {
      for (int d = 0; d < param.type().rank(); d++) {
        check(param, d, inputs.get(param.name()), values);
      }
    }
    checkRanges(symbols, values);
    checkConstraints(symbols, values);
    return values;
  }

  private static void checkType(Param param, Tensor tensor) {
    if (tensor == null) {
      throw new IllegalArgumentException("input " + param.name() + " is missing");
    }
    if (tensor.type() != param.type().dtype() || tensor.shape().length != param.type().rank()) {
      throw wrong(param, tensor);
    }
  }

  private static void bind(Param param, int d, Tensor tensor, Map<String, Long> values) {
    Dim dim = param.type().dim(d);
    long found = tensor.shape()[d];
    if (dim.symbolName() == null) {
      return;
    }
    if (found < dim.lowerBound()) {
      throw new IllegalArgumentException(
          wrong(param, tensor).getMessage() + ": " + dim + " is below " + dim.lowerBound());
    }
    values.putIfAbsent(dim.symbolName(), found);
  }

  private static void check(Param param, int d, Tensor tensor, Map<String, Long> values) {
    Dim dim = param.type().dim(d);
    for (String symbol : dim.symbols()) {
      if (!values.containsKey(symbol)) {
        throw new IllegalArgumentException(
            "input " + param.name() + ": no input has the dim " + symbol + " alone");
      }
    }
    long expected = dim.evaluate(values::get);
    if (expected != tensor.shape()[d]) {
      throw new IllegalArgumentException(
          wrong(param, tensor).getMessage() + ": " + dim + " is " + expected);
    }
  }

  private static IllegalArgumentException wrong(Param param, Tensor tensor) {
    return new IllegalArgumentException(
        "input "
            + param.name()
            + " is "
            + tensor.type()
            + Arrays.toString(tensor.shape())
            + ", expected "
            + param.type());
  }

  private static void checkRanges(Symbols symbols, Map<String, Long> values) {
    symbols
        .max()
        .forEach(
            (name, most) -> {
              if (values.getOrDefault(name, 0L) > most) {
                throw new IllegalArgumentException(
                    name + " is " + values.get(name) + ", at most " + most + " allowed");
              }
            });
  }

  /** Checks the constraints whose symbols all have values. */
  static void checkConstraints(Symbols symbols, Map<String, Long> values) {
    for (Symbols.Constraint c : symbols.constraints()) {
      if (values.keySet().containsAll(c.a().symbols())
          && values.keySet().containsAll(c.b().symbols())) {
        long a = c.a().evaluate(values::get);
        long b = c.b().evaluate(values::get);
        if (c.equal() ? a != b : a > b) {
          throw new IllegalArgumentException(
              "expected " + c + ", found " + a + " and " + b + " for " + values);
        }
      }
    }
  }
}
