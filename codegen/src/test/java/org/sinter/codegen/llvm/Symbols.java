package org.sinter.codegen.llvm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.sinter.codegen.target.ObjectFormat;
import org.sinter.codegen.target.System;

/** Reads a shared library's symbols with LLVM's own programs. */
public final class Symbols {
  private Symbols() {}

  public static List<String> undefined(System system, byte[] library) {
    if (system.format() == ObjectFormat.COFF) {
      return matches(read(library, "--coff-imports"), "Symbol: (\\S+)");
    }
    String flag = system.format() == ObjectFormat.ELF ? "-D" : "-A";
    return matches(run("llvm-nm", library, flag, "--undefined-only"), "[Uw] (\\S+)");
  }

  public static Set<String> exported(System system, byte[] library) {
    return new TreeSet<>(
        switch (system.format()) {
          case ELF -> matches(run("llvm-nm", library, "-D", "--defined-only"), " [A-Z] (\\S+)");
          case MACH_O -> matches(run("llvm-nm", library, "-g", "--defined-only"), " [A-Z] _(\\S+)");
          case COFF -> matches(read(library, "--coff-exports"), "Name: (\\w+)");
        });
  }

  /** What is visible besides the ABI. */
  public static List<String> foreign(System system, byte[] library) {
    return exported(system, library).stream().filter(name -> !Exports.matches(name)).toList();
  }

  static String read(byte[] library, String... flags) {
    return run("llvm-readobj", library, flags);
  }

  /** The load commands of a Mach-O library. */
  static String commands(byte[] library) {
    return run("llvm-objdump", library, "--macho", "--private-headers");
  }

  private static List<String> matches(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(r -> r.group(1)).toList();
  }

  private static String run(String program, byte[] library, String... flags) {
    try (TemporaryDirectory directory = new TemporaryDirectory()) {
      directory.write("library", library);
      List<String> arguments = new ArrayList<>(Arrays.asList(flags));
      arguments.add("library");
      return new BundledProgram(program, List.of("libLLVM")).run(directory.path(), arguments);
    }
  }
}
