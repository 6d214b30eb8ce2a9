package org.sinter.codegen.target;

/** An instruction set family. */
public enum Architecture {
  X86_64,
  AARCH64
}
