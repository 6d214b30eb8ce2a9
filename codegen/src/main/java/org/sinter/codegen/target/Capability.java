package org.sinter.codegen.target;

import java.util.List;
import java.util.Optional;

/** A group of instructions that a CPU level has or lacks, and the LLVM intrinsics that need it. */
public enum Capability {
  /** 512-bit vectors with masks. */
  AVX512("llvm.x86.avx512."),
  /** {@code acc.i32 += u8 * s8}, four products for each lane. */
  VNNI("llvm.x86.avx512.vpdpbusd", "llvm.x86.avx512.vpdpwssd"),
  /** {@code acc.f32 += bf16 * bf16}, two products for each lane. */
  BF16("llvm.x86.avx512bf16."),
  /** Half precision to single and back. */
  F16C("llvm.x86.vcvtps2ph", "llvm.x86.vcvtph2ps"),
  /** {@code a * b + c} rounded once. */
  FMA("llvm.fma.", "llvm.x86.fma."),
  AVX2("llvm.x86.avx2."),
  AVX("llvm.x86.avx."),
  SSE42("llvm.x86.sse", "llvm.x86.ssse3."),
  NEON("llvm.aarch64.neon."),
  /** {@code acc.i32 += s8 * s8}, four products for each lane. */
  DOTPROD("llvm.aarch64.neon.sdot.", "llvm.aarch64.neon.udot."),
  /** 8-bit integer matrix products. */
  I8MM(
      "llvm.aarch64.neon.usdot.",
      "llvm.aarch64.neon.smmla.",
      "llvm.aarch64.neon.ummla.",
      "llvm.aarch64.neon.usmmla."),
  BF16_ARM("llvm.aarch64.neon.bf");

  private final List<String> prefixes;

  Capability(String... prefixes) {
    this.prefixes = List.of(prefixes);
  }

  /** What the intrinsic called {@code name} needs: what has the longest fitting prefix. */
  public static Optional<Capability> of(String name) {
    Capability best = null;
    int length = 0;
    for (Capability capability : values()) {
      for (String prefix : capability.prefixes) {
        if (name.startsWith(prefix) && prefix.length() > length) {
          best = capability;
          length = prefix.length();
        }
      }
    }
    return Optional.ofNullable(best);
  }
}
