package org.sinter.frontend.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.sinter.ir.DType;
import org.sinter.ir.Elements;

class PackedElementsTest {
  private static Elements of(DType type, int size, int... bytes) {
    ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
    for (int b : bytes) {
      buffer.put((byte) b);
    }
    return MappedElements.of(type, size, buffer.flip());
  }

  @Test
  void theFirstIsInTheLowBits() {
    Elements signed = of(DType.I4, 3, 0x8f, 0x07);
    assertEquals(-1, signed.integer(0));
    assertEquals(-8, signed.integer(1));
    assertEquals(7, signed.integer(2));
    assertEquals(15, of(DType.U4, 1, 0x8f).integer(0));
    assertEquals(-2, of(DType.I2, 4, 0b10_01_00_11).integer(3));
    assertEquals(2, of(DType.U2, 4, 0b10_01_00_11).real(3));
    assertEquals(-6.0, of(DType.F4E2M1, 2, 0xf1).real(1));
    assertEquals(0.5, of(DType.F4E2M1, 2, 0xf1).real(0));
  }

  @Test
  void refusesAnotherNumberOfBytes() {
    assertThrows(IllegalArgumentException.class, () -> of(DType.I4, 3, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> of(DType.U8, 1, 0).integer(1));
  }

  @Test
  void boolsAreZeroOrOne() {
    ByteBuffer bytes = ByteBuffer.allocate(3);
    of(DType.BOOL, 3, 0, 7, 1).read(0, 3, bytes);
    assertEquals(ByteBuffer.wrap(new byte[] {0, 1, 1}), bytes.flip());
  }
}
