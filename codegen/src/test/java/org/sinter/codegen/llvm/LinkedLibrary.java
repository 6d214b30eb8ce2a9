package org.sinter.codegen.llvm;

import java.util.List;
import java.util.Map;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;

/** A library, for tests of what generated code needs. */
public final class LinkedLibrary {
  private LinkedLibrary() {}

  public static byte[] build(System system, Map<CpuLevel, String> texts) {
    return NativeLibrary.build(system, texts);
  }

  /** The symbols that the library lacks; linking fails when there are any. */
  public static List<String> undefined(System system, Map<CpuLevel, String> texts) {
    return Symbols.undefined(system, build(system, texts));
  }
}
