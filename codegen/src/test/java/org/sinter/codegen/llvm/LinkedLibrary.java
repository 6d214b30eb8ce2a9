package org.sinter.codegen.llvm;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;

/** A library linked with a stand-in for the runtime, for tests of what generated code needs. */
public final class LinkedLibrary {
  private LinkedLibrary() {}

  public static byte[] build(System system, Map<CpuLevel, String> texts) {
    try (TemporaryDirectory directory = new TemporaryDirectory()) {
      Path target = directory.path().resolve("runtime.bc");
      new Clang().compile(system, Path.of("src/test/c/runtime.c").toAbsolutePath(), target);
      byte[] runtime =
          new Assembler(system, system.baseline()).object(directory.read("runtime.bc"));
      return NativeLibrary.build(system, texts, runtime);
    }
  }

  /** The symbols that the library lacks; linking fails when there are any. */
  public static List<String> undefined(System system, Map<CpuLevel, String> texts) {
    return Symbols.undefined(system, build(system, texts));
  }
}
