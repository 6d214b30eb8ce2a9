package org.sinter.codegen.math;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sinter.codegen.target.CpuLevel;

/** Writes the math functions that a module calls; no C library is needed. */
public final class MathLibrary {
  private static final Map<String, Definition> DEFINITIONS = Definitions.all();

  private MathLibrary() {}

  /** All functions by name. */
  public static Set<String> names() {
    return DEFINITIONS.keySet();
  }

  static Definition definition(String name) {
    return DEFINITIONS.get(name);
  }

  /** LLVM IR text that defines {@code functions}, to be appended to a module of {@code level}. */
  public static String emit(Set<MathFunction> functions, CpuLevel level) {
    StringBuilder text = new StringBuilder();
    Set<String> helpers = new TreeSet<>();
    for (MathFunction function : new TreeSet<>(functions)) {
      text.append(define(function, level, helpers));
    }
    helpers.forEach(text::append);
    return text.toString();
  }

  private static String define(MathFunction function, CpuLevel level, Set<String> helpers) {
    Definition definition = definition(function.name());
    Code code = new Code(function.lanes(), level);
    List<Value> parameters = new ArrayList<>();
    for (int i = 0; i < definition.arity(); i++) {
      parameters.add(new Value("%x" + i, definition.parameter(function.element())));
    }
    Value result = definition.body().write(code, function.element(), parameters);
    helpers.addAll(code.helpers());
    String header = parameters.stream().map(code::typed).collect(Collectors.joining(", "));
    return "define internal "
        + function.resultType()
        + " @"
        + function.symbol()
        + "("
        + header
        + ")"
        + (definition.isInlined() ? " alwaysinline" : "")
        + " {\n"
        + code.text()
        + "  ret "
        + code.typed(result)
        + "\n}\n";
  }
}
