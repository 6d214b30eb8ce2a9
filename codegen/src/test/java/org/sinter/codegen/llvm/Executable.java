package org.sinter.codegen.llvm;

import java.util.ArrayList;
import java.util.List;

/** A static Linux program out of objects, for code of a foreign processor under an emulator. */
public final class Executable {
  private Executable() {}

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
