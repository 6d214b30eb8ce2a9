package org.sinter.codegen.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CpuLevelTest {
  @Test
  void levelsOfASystemAreBestFirst() {
    assertEquals(
        "[v4+vnni+bf16, v4+vnni, v4, v3+avxvnni, v3, v2]", System.LINUX_X86_64.levels().toString());
    assertEquals(List.of(CpuLevel.NEON_DOTPROD, CpuLevel.NEON), System.MACOS_AARCH64.levels());
  }

  @Test
  void dataOfTheLevels() {
    assertEquals("sinter_entry_v4_vnni_bf16", CpuLevel.V4_VNNI_BF16.entry());
    assertEquals(0b10011111, CpuLevel.V4_VNNI_BF16.bits());
    assertEquals(1L << 32, CpuLevel.NEON.bits());
    assertEquals(0b1111, CpuLevel.V4_VNNI.bits());
    assertEquals(0b100011, CpuLevel.V3_AVXVNNI.bits());
    assertEquals(0b11L << 32, CpuLevel.NEON_DOTPROD.bits());
    assertEquals(
        List.of(16, 16, 16, 8, 8, 4, 4, 4), CpuLevel.ALL.stream().map(CpuLevel::lanes).toList());
    assertFalse(CpuLevel.V2.hasFma());
    assertTrue(CpuLevel.V3.hasFma());
    assertTrue(CpuLevel.V4_VNNI_BF16.has(Capability.VNNI));
    assertFalse(CpuLevel.V4.has(Capability.VNNI));
    assertFalse(CpuLevel.V4_VNNI.has(Capability.BF16));
  }

  @Test
  void unknownNamesAreRefusedWithTheKnownOnes() {
    String level =
        assertThrows(IllegalArgumentException.class, () -> CpuLevel.of("v5")).getMessage();
    assertTrue(level.contains("v4+vnni+bf16"), level);
    String system =
        assertThrows(IllegalArgumentException.class, () -> System.of("linux-riscv64")).getMessage();
    assertTrue(system.contains("linux-aarch64"), system);
  }
}
