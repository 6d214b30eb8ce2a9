package org.sinter.codegen.target;

/** How object files and shared libraries are laid out. */
public enum ObjectFormat {
  ELF,
  MACH_O,
  COFF
}
