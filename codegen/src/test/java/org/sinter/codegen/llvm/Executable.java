package org.sinter.codegen.llvm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sinter.codegen.target.System;

/** A static Linux program out of objects, for code of a foreign processor under an emulator. */
public final class Executable {
  private Executable() {}

  /** The object of a freestanding C file. */
  public static byte[] object(System system, Path source) {
    try (TemporaryDirectory directory = new TemporaryDirectory()) {
      Path bitcode = directory.path().resolve("source.bc");
      new Clang().compile(system, source.toAbsolutePath(), bitcode);
      return new Assembler(system, system.baseline()).object(directory.read("source.bc"));
    }
  }

  /** Links objects that define {@code _start}; nothing else is there. */
  public static byte[] link(List<byte[]> objects) {
    try (TemporaryDirectory directory = new TemporaryDirectory()) {
      List<String> command =
          new ArrayList<>(List.of("-flavor", "gnu", "-static", "-o", "program", "--no-undefined"));
      for (int i = 0; i < objects.size(); i++) {
        directory.write(i + ".o", objects.get(i));
        command.add(i + ".o");
      }
      new BundledProgram("lld", List.of("libLLVM")).run(directory.path(), command);
      return directory.read("program");
    }
  }
}
