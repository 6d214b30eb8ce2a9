package org.sinter.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpuTest {
  private final Library library =
      new Library(
          List.of(
              new Library.Level("v4+vnni", 0b1111, 4),
              new Library.Level("v3", 0b11, 3),
              new Library.Level("v2", 0b1, 2)));

  @Test
  void theBestPossibleLevelIsChosen() {
    assertEquals("v4+vnni", library.choose("m", null, 0b11111).name());
    assertEquals("v3", library.choose("m", null, 0b111).name());
    assertEquals("v2", library.choose("m", null, 0b1).name());
    assertEquals("v2", library.choose("m", "v2", 0b111).name());
  }

  @Test
  void whatIsOnlySlowerRunsWhenNamed() {
    Library both =
        new Library(
            List.of(
                new Library.Level("v4+vnni+bf16", 0b10011111, 4),
                new Library.Level("v4", 0b111, 3)));
    assertEquals("v4", both.choose("m", null, 0b00011111).name());
    assertEquals("v4+vnni+bf16", both.choose("m", null, 0b10011111).name());
    assertEquals("v4+vnni+bf16", both.choose("m", "v4+vnni+bf16", 0b00011111).name());
    assertThrows(ModelException.class, () -> both.choose("m", "v4+vnni+bf16", 0b10001111));
    Library alone = new Library(both.levels().subList(0, 1));
    assertEquals("v4+vnni+bf16", alone.choose("m", null, 0b00011111).name());
  }

  @Test
  void whatIsMissingIsNamed() {
    refused(
        "level v2 of model m needs [SSE4.2, POPCNT, CX16, LAHF (v2)]; this CPU lacks"
            + " [SSE4.2, POPCNT, CX16, LAHF (v2)]",
        null,
        0);
    refused(
        "level v4+vnni of model m needs [SSE4.2, POPCNT, CX16, LAHF (v2), AVX2, FMA, BMI1,"
            + " BMI2, F16C, LZCNT, MOVBE (v3), AVX-512 F, BW, CD, DQ, VL (v4), AVX-512 VNNI];"
            + " this CPU lacks [AVX-512 VNNI]",
        "v4+vnni",
        0b111);
    refused("model m has no level v5, only [v4+vnni, v3, v2]", "v5", 0b111);
  }

  private void refused(String message, String name, long features) {
    assertEquals(
        message,
        assertThrows(ModelException.class, () -> library.choose("m", name, features)).getMessage());
  }

  @Test
  void auxiliaryVectorIsPairsOfWords() {
    byte[] vector =
        ByteBuffer.allocate(40)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(16)
            .putLong(0x123)
            .putLong(26)
            .putLong(0x2000)
            .putLong(16)
            .array();
    assertEquals(0x123, Cpu.entry(vector, 16));
    assertEquals(0x2000, Cpu.entry(vector, 26));
    assertEquals(0, Cpu.entry(vector, 7));
    assertEquals(0, Cpu.entry(new byte[0], 16));
  }

  @Test
  void featuresHaveNames() {
    assertEquals(
        "[AMX, NEON, i8mm, feature 60]",
        Cpu.names(1L << 6 | 1L << 32 | 1L << 34 | 1L << 60).toString());
  }
}
