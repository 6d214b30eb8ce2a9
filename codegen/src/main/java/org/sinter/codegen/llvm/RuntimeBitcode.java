package org.sinter.codegen.llvm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.sinter.codegen.target.System;

/** The native half of the runtime, compiled by clang when this project is built. */
public final class RuntimeBitcode {
  private RuntimeBitcode() {}

  /** Its object code for every CPU of {@code system}. */
  public static byte[] object(System system) {
    return new Assembler(system, system.baseline()).object(bitcode(system));
  }

  static byte[] bitcode(System system) {
    String name = "/org/sinter/codegen/c/" + system.id() + "/runtime.bc";
    try (InputStream in = RuntimeBitcode.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new LlvmException(name + " is missing: it is made by this project's Maven build");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
