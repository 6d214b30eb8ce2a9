package org.sinter.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class TensorTest {
  @Test
  void arraysComeBack() {
    assertArrayEquals(new float[] {1, -2}, Tensor.of(new float[] {1, -2}, 2).floats());
    assertArrayEquals(new double[] {1, -2}, Tensor.of(new double[] {1, -2}, 1, 2).doubles());
    assertArrayEquals(new long[] {1, -2}, Tensor.of(new long[] {1, -2}, 2, 1).longs());
    assertArrayEquals(new int[] {1, -2}, Tensor.of(new int[] {1, -2}, 2).ints());
    assertArrayEquals(new short[] {1, -2}, Tensor.of(new short[] {1, -2}, 2).shorts());
    assertArrayEquals(new byte[] {1, -2}, Tensor.of(new byte[] {1, -2}, 2).bytes());
    assertArrayEquals(
        new boolean[] {true, false}, Tensor.of(new boolean[] {true, false}, 2).booleans());
  }

  @Test
  void bytesAreLittleEndian() {
    assertArrayEquals(new byte[] {1, 2, 0, 0}, Tensor.of(new int[] {0x201}).bytes());
    ByteBuffer big = ByteBuffer.allocateDirect(4).order(ByteOrder.BIG_ENDIAN).put(0, (byte) 5);
    assertArrayEquals(new int[] {5}, Tensor.of(ElementType.I32, big, 1).ints());
  }

  @Test
  void narrowFloatsAreWidened() {
    float[] expected = {1, -2, 0.5f, 65504, 0x1p-24f, Float.POSITIVE_INFINITY, -0f};
    short[] half = {0x3c00, (short) 0xc000, 0x3800, 0x7bff, 1, 0x7c00, (short) 0x8000};
    assertArrayEquals(expected, raw(ElementType.F16, half).floats());
    assertEquals(Float.NaN, raw(ElementType.F16, new short[] {0x7e00}).floats()[0]);
    assertArrayEquals(
        new float[] {1, -2}, raw(ElementType.BF16, new short[] {0x3f80, (short) 0xc000}).floats());
  }

  private static Tensor raw(ElementType type, short[] bits) {
    return Tensor.of(type, Tensor.of(bits, bits.length).data(), bits.length);
  }

  @Test
  void shapeMustFitTheData() {
    refused("f32[3] takes 12 bytes, not 8", () -> Tensor.of(new float[2], 3));
    refused("negative dim in [-1, -2]", () -> Tensor.of(new float[2], -1, -2));
    refused(
        "too large: f32[4294967296, 4294967296]",
        () -> Tensor.of(new float[2], 1L << 32, 1L << 32));
    assertThrows(IllegalStateException.class, () -> Tensor.of(new float[2], 2).longs());
  }

  private static void refused(String message, Runnable body) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, body::run).getMessage());
  }

  @Test
  void everyTypeHasItsName() {
    for (ElementType type : ElementType.values()) {
      assertEquals(type, ElementType.of(type.toString()));
    }
    refused("no element type is called f33", () -> ElementType.of("f33"));
    assertEquals("f8e4m3fnuz", ElementType.F8E4M3FNUZ.toString());
  }
}
