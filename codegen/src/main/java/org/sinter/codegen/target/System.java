package org.sinter.codegen.target;

import java.util.List;

/** An operating system on an architecture: one shared library is made for each. */
public enum System {
  LINUX_X86_64(
      "linux-x86_64", Architecture.X86_64, ObjectFormat.ELF, "x86_64-unknown-linux-gnu", ".so"),
  LINUX_AARCH64(
      "linux-aarch64", Architecture.AARCH64, ObjectFormat.ELF, "aarch64-unknown-linux-gnu", ".so"),
  MACOS_AARCH64(
      "macos-aarch64",
      Architecture.AARCH64,
      ObjectFormat.MACH_O,
      "arm64-apple-macosx11.0.0",
      ".dylib"),
  WINDOWS_X86_64(
      "windows-x86_64", Architecture.X86_64, ObjectFormat.COFF, "x86_64-pc-windows-msvc", ".dll");

  private final String id;
  private final Architecture architecture;
  private final ObjectFormat format;
  private final String triple;
  private final String suffix;

  System(String id, Architecture architecture, ObjectFormat format, String triple, String suffix) {
    this.id = id;
    this.architecture = architecture;
    this.format = format;
    this.triple = triple;
    this.suffix = suffix;
  }

  /** The system called {@code id}, as {@code linux-x86_64}. */
  public static System of(String id) {
    for (System system : values()) {
      if (system.id.equals(id)) {
        return system;
      }
    }
    throw new IllegalArgumentException("unknown system '" + id + "', known: " + List.of(values()));
  }

  /** The CPU levels compiled by default, best first. */
  public List<CpuLevel> levels() {
    return CpuLevel.ALL.stream().filter(level -> level.architecture() == architecture).toList();
  }

  /** What every CPU of this system can do; code that chooses a level is compiled for it. */
  public CpuLevel baseline() {
    return architecture == Architecture.X86_64 ? CpuLevel.X86_64 : CpuLevel.NEON;
  }

  public String id() {
    return id;
  }

  public Architecture architecture() {
    return architecture;
  }

  public ObjectFormat format() {
    return format;
  }

  /** LLVM's name for it. */
  public String triple() {
    return triple;
  }

  /** The ending of a shared library's file name, as {@code .so}. */
  public String suffix() {
    return suffix;
  }

  @Override
  public String toString() {
    return id;
  }
}
