package org.sinter.codegen.target;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A set of instructions that code may count on.
 *
 * @param name as written on the command line and in {@code model.json}
 * @param cpu LLVM's processor name
 * @param features LLVM's additional features, as {@code +avx512vnni,+avx512bf16}
 * @param bits what the probe must report, see {@code docs/abi.md}
 * @param vectorBytes the width of a vector register
 * @param registers the number of vector registers
 */
public record CpuLevel(
    String name,
    Architecture architecture,
    String cpu,
    String features,
    long bits,
    int vectorBytes,
    int registers,
    Set<Capability> capabilities) {

  /** What every 64-bit x86 has; never compiled for kernels. */
  public static final CpuLevel X86_64 =
      new CpuLevel("x86-64", Architecture.X86_64, "x86-64", "", 0, 16, 16, Set.of());

  public static final CpuLevel V2 =
      X86_64.with("v2", "x86-64-v2", "", 0b1, 16, 16, Capability.SSE42);

  public static final CpuLevel V3 =
      V2.with(
          "v3",
          "x86-64-v3",
          "",
          0b11,
          32,
          16,
          Capability.AVX,
          Capability.AVX2,
          Capability.FMA,
          Capability.F16C);

  /** Of client processors without AVX-512. */
  public static final CpuLevel V3_AVXVNNI =
      V3.with("v3+avxvnni", "x86-64-v3", "+avxvnni", 0b100011, 32, 16, Capability.VNNI);

  public static final CpuLevel V4 =
      V3.with("v4", "x86-64-v4", "", 0b111, 64, 32, Capability.AVX512);

  public static final CpuLevel V4_VNNI =
      V4.with("v4+vnni", "x86-64-v4", "+avx512vnni", 0b1111, 64, 32, Capability.VNNI);

  public static final CpuLevel V4_VNNI_BF16 =
      V4_VNNI.with(
          "v4+vnni+bf16",
          "x86-64-v4",
          "+avx512vnni,+avx512bf16",
          0b10011111,
          64,
          32,
          Capability.BF16);

  public static final CpuLevel NEON =
      new CpuLevel(
          "neon",
          Architecture.AARCH64,
          "generic",
          "+neon",
          1L << 32,
          16,
          32,
          Set.of(Capability.NEON, Capability.FMA, Capability.F16C));

  public static final CpuLevel NEON_DOTPROD =
      NEON.with(
          "neon+dotprod", "generic", "+neon,+dotprod", 0b11L << 32, 16, 32, Capability.DOTPROD);

  /** Every level that kernels are compiled for, best first within an architecture. */
  public static final List<CpuLevel> ALL =
      List.of(V4_VNNI_BF16, V4_VNNI, V4, V3_AVXVNNI, V3, V2, NEON_DOTPROD, NEON);

  /** The level called {@code name}. */
  public static CpuLevel of(String name) {
    List<String> known = new ArrayList<>();
    for (CpuLevel level : ALL) {
      if (level.name.equals(name)) {
        return level;
      }
      known.add(level.name);
    }
    throw new IllegalArgumentException("unknown CPU level '" + name + "', known: " + known);
  }

  private CpuLevel with(
      String name,
      String cpu,
      String features,
      long bits,
      int vectorBytes,
      int registers,
      Capability... more) {
    Set<Capability> all = EnumSet.noneOf(Capability.class);
    all.addAll(capabilities);
    all.addAll(List.of(more));
    return new CpuLevel(
        name, architecture, cpu, features, bits, vectorBytes, registers, Set.copyOf(all));
  }

  public boolean has(Capability capability) {
    return capabilities.contains(capability);
  }

  /** Whether {@code a * b + c} is one instruction (where not, {@code llvm.fma} would be a call). */
  public boolean hasFma() {
    return has(Capability.FMA);
  }

  /** How many 32-bit elements a vector register holds. */
  public int lanes() {
    return vectorBytes / 4;
  }

  /** The name of the entry function that code of this level defines. */
  public String entry() {
    return "sinter_entry_" + name.replaceAll("[^a-z0-9]", "_");
  }

  @Override
  public String toString() {
    return name;
  }
}
