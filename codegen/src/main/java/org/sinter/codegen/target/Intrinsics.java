package org.sinter.codegen.target;

import java.util.List;
import java.util.Optional;

/** Refuses an intrinsic that a level cannot do, before LLVM aborts on it or calls a library. */
public final class Intrinsics {
  /** Those that become calls of a C library wherever no instruction does them. */
  private static final List<String> CALLS =
      List.of(
          "exp", "exp2", "exp10", "log", "log2", "log10", "sin", "cos", "tan", "asin", "acos",
          "atan", "atan2", "sinh", "cosh", "tanh", "sincos", "pow", "powi", "ldexp", "frexp",
          "round", "lround", "llround", "lrint", "llrint");

  private Intrinsics() {}

  /** Why {@code level} cannot do the intrinsic called {@code name}; empty when it can. */
  public static Optional<String> refusal(CpuLevel level, String name) {
    for (String call : CALLS) {
      if (name.startsWith("llvm." + call + ".") && !isInstruction(level, name)) {
        return Optional.of(name + " would become a call of the C library, use the math library");
      }
    }
    Optional<Capability> needed = Capability.of(name);
    if (needed.isPresent()) {
      return needed
          .filter(capability -> !level.has(capability))
          .map(capability -> name + " needs " + capability + ", which level " + level + " lacks");
    }
    boolean specific = name.startsWith("llvm.x86.") || name.startsWith("llvm.aarch64.");
    return specific
        ? Optional.of(name + " is in no capability of level " + level)
        : Optional.empty();
  }

  /** AArch64 rounds half away from zero, and all levels round to the nearest 32-bit integer. */
  private static boolean isInstruction(CpuLevel level, String name) {
    return name.matches("llvm\\.lrint\\.(v\\d+)?i32\\..*")
        || (name.startsWith("llvm.round.") && level.architecture() == Architecture.AARCH64);
  }
}
