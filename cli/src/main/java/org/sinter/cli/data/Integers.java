package org.sinter.cli.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.sinter.runtime.ElementType;
import org.sinter.runtime.Tensor;

/** Whole numbers as a tensor of an input's type. */
final class Integers {
  private Integers() {}

  static Tensor tensor(ElementType type, long[] values, long... shape) {
    ByteBuffer data =
        ByteBuffer.allocate(Math.multiplyExact(values.length, type.bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      put(type, data, value);
    }
    return Tensor.of(type, data.flip(), shape);
  }

  private static void put(ElementType type, ByteBuffer data, long value) {
    switch (type) {
      case F64 -> data.putDouble(value);
      case F32 -> data.putFloat(value);
      case I64, U64 -> data.putLong(value);
      case I32, U32 -> data.putInt((int) value);
      case I16, U16 -> data.putShort((short) value);
      case I8, U8, BOOL -> data.put((byte) value);
      default -> throw new IllegalArgumentException("token ids cannot be " + type);
    }
  }
}
