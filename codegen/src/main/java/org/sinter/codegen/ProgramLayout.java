package org.sinter.codegen;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.ir.Dim;
import org.sinter.ir.Param;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Program;

/**
 * What native code and {@code model.json} must agree on.
 *
 * @param symbols in the order of their values: those of the inputs as they appear, then measured
 *     ones
 * @param checks messages, in the order of their numbers
 * @param arena bytes that the most demanding program needs
 * @param scratch bytes for each worker
 * @param weights where each constant of the program lies
 */
public record ProgramLayout(
    List<String> symbols, List<String> checks, Dim arena, Dim scratch, WeightLayout weights) {
  /** The layout of a program that is the same for all CPU levels. */
  public static ProgramLayout of(Program program) {
    return of(List.of(program));
  }

  /**
   * The layout that one model's programs for several CPU levels share: they have the same inputs
   * and constants. Reads the constants once to find equal ones.
   */
  public static ProgramLayout of(Collection<Program> programs) {
    Program first = programs.iterator().next();
    if (programs.stream().anyMatch(p -> !p.constants().equals(first.constants()))) {
      throw new IllegalStateException("programs of " + first.name() + " read other constants");
    }
    Set<String> checks = new LinkedHashSet<>();
    programs.forEach(program -> checks.addAll(checks(program)));
    Dim arena = programs.stream().map(Program::arena).reduce(Dim.ZERO, ProgramLayout::larger);
    Dim scratch = programs.stream().map(ProgramLayout::scratch).reduce(Dim.ZERO, Dim::max);
    return new ProgramLayout(
        symbols(first), List.copyOf(checks), arena, scratch, WeightLayout.of(first.constants()));
  }

  private static Dim larger(Dim a, Dim b) {
    return b.lessOrEqual(a) ? a : a.lessOrEqual(b) ? b : a.max(b);
  }

  private static List<String> symbols(Program program) {
    Set<String> symbols = new LinkedHashSet<>();
    for (Param input : program.inputs()) {
      input.type().dims().forEach(dim -> symbols.addAll(dim.symbols()));
    }
    symbols.addAll(program.symbols().measured().keySet());
    return List.copyOf(symbols);
  }

  private static List<String> checks(Program program) {
    Set<String> checks = new LinkedHashSet<>();
    program.kernels().forEach(kernel -> checks.addAll(KernelNames.of(kernel).checks()));
    return List.copyOf(checks);
  }

  /** The maximum over all calls; measured symbols at their bound. */
  private static Dim scratch(Program program) {
    Map<String, Dim> bytes = new HashMap<>();
    for (Kernel kernel : program.kernels()) {
      bytes.put(kernel.name(), Locals.of(kernel).scratch());
    }
    Set<Dim> all = new LinkedHashSet<>();
    for (Program.Call call : program.calls()) {
      Dim own = bytes.get(call.kernel()).substitute(name -> call.dims().get(name));
      all.add(program.symbols().most(own));
    }
    return all.stream().reduce(Dim.ZERO, Dim::max);
  }

  /** The number of each check, by its message. */
  Map<String, Integer> checkNumbers() {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    new ArrayList<>(checks).forEach(check -> numbers.put(check, numbers.size()));
    return numbers;
  }
}
