package org.sinter.codegen.llvm;

import java.util.List;
import java.util.stream.Collectors;

/** The only symbols of a model library that are visible, see {@code docs/abi.md}. */
final class Exports {
  /** Shell-style patterns, without an object format's decoration. */
  static final List<String> PATTERNS =
      List.of("JNI_OnLoad", "Java_org_sinter_runtime_Native_*", "sinter_descriptor");

  private Exports() {}

  /** A version script for ELF. */
  static String elf() {
    return PATTERNS.stream().collect(Collectors.joining("; ", "{ global: ", "; local: *; };\n"));
  }

  /** A list of exported symbols for Mach-O, where names start with an underscore. */
  static String machO() {
    return PATTERNS.stream().map(name -> "_" + name + "\n").collect(Collectors.joining());
  }

  /** Whether {@code name} fits one of the patterns. */
  static boolean matches(String name) {
    return PATTERNS.stream()
        .anyMatch(
            pattern ->
                pattern.endsWith("*")
                    ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                    : name.equals(pattern));
  }
}
