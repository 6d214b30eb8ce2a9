package org.sinter.codegen;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.sinter.codegen.math.MathFunction;
import org.sinter.codegen.math.MathLibrary;
import org.sinter.codegen.target.CpuLevel;

/** What the functions of a module call beside each other, defined on demand. */
final class Declarations {
  private final Map<String, String> helpers = new TreeMap<>();
  private final Set<MathFunction> math = new TreeSet<>();

  void add(MathFunction function) {
    math.add(function);
  }

  /** Defines a function by {@code text} unless it is there already. */
  void define(String name, Supplier<String> text) {
    if (!helpers.containsKey(name)) {
      helpers.put(name, text.get());
    }
  }

  String text(CpuLevel level) {
    return String.join("", helpers.values()) + MathLibrary.emit(math, level);
  }
}
