package org.sinter.codegen.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntrinsicsTest {
  @ParameterizedTest
  @CsvSource({
    "v4+vnni+bf16, llvm.x86.avx512.vpdpbusd.512",
    "v4+vnni+bf16, llvm.x86.avx512bf16.dpbf16ps.512",
    "v4, llvm.x86.avx512.mask.scalef.ps.512",
    "v3, llvm.fma.v8f32",
    "v3, llvm.x86.vcvtps2ph.256",
    "neon, llvm.fma.v4f32",
    "neon, llvm.round.f32",
    "v2, llvm.floor.v4f32",
    "v2, llvm.lrint.v4i32.v4f32",
    "v2, llvm.sqrt.f64"
  })
  void done(String level, String name) {
    assertTrue(Intrinsics.refusal(CpuLevel.of(level), name).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "v4, llvm.x86.avx512.vpdpbusd.512, VNNI",
    "v4, llvm.x86.avx512bf16.dpbf16ps.512, BF16",
    "v3, llvm.x86.avx512.mask.scalef.ps.512, AVX512",
    "v2, llvm.fma.v4f32, FMA",
    "v2, llvm.x86.vcvtps2ph.128, F16C",
    "v4, llvm.aarch64.neon.sdot.v4i32.v16i8, DOTPROD",
    "neon, llvm.aarch64.neon.sdot.v4i32.v16i8, DOTPROD",
    "neon, llvm.x86.avx2.pmadd.wd, AVX2",
    "v3, llvm.x86.rdpmc, no capability",
    "v4, llvm.exp.v16f32, C library",
    "v4, llvm.lrint.i64.f32, C library",
    "v4, llvm.round.v16f32, C library"
  })
  void refused(String level, String name, String lacking) {
    String reason = Intrinsics.refusal(CpuLevel.of(level), name).orElseThrow();
    assertTrue(reason.contains(name), reason);
    assertEquals(true, reason.contains(lacking) || reason.contains("in " + lacking), reason);
  }
}
