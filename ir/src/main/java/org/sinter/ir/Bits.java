package org.sinter.ir;

import java.nio.ByteBuffer;

/** Elements of every type to and from little-endian bytes. */
public final class Bits {
  private Bits() {}

  /** The element at byte {@code at} as a double. */
  public static double real(DType type, ByteBuffer bytes, int at) {
    return switch (type) {
      case F64 -> bytes.getDouble(at);
      case F32 -> bytes.getFloat(at);
      case U64 -> unsigned(bytes.getLong(at));
      default ->
          type.isFloat()
              ? NarrowFloat.decode(type, raw(type, bytes, at))
              : integer(type, bytes, at);
    };
  }

  private static double unsigned(long value) {
    return value >= 0 ? value : ((value >>> 1) | (value & 1)) * 2.0;
  }

  /** The integer or bool at byte {@code at}, zero- or sign-extended; u64 as its bits. */
  public static long integer(DType type, ByteBuffer bytes, int at) {
    if (type.isFloat()) {
      return (long) real(type, bytes, at);
    }
    return wrap(type, raw(type, bytes, at));
  }

  private static long raw(DType type, ByteBuffer bytes, int at) {
    return switch (type.bytes()) {
      case 1 -> bytes.get(at);
      case 2 -> bytes.getShort(at);
      case 4 -> bytes.getInt(at);
      default -> bytes.getLong(at);
    };
  }

  /** The value that {@code type} keeps of {@code value}: its low bits, extended. */
  public static long wrap(DType type, long value) {
    int unused = 64 - type.bits();
    return switch (type.kind()) {
      case BOOL -> value != 0 ? 1 : 0;
      case UNSIGNED -> value << unused >>> unused;
      default -> value << unused >> unused;
    };
  }

  /** The double that {@code type} keeps of {@code value}. */
  public static double round(DType type, double value) {
    return switch (type) {
      case F64 -> value;
      case F32 -> (float) value;
      default -> NarrowFloat.decode(type, NarrowFloat.encode(type, value, true));
    };
  }

  public static void set(DType type, ByteBuffer bytes, int at, double value) {
    switch (type) {
      case F64 -> bytes.putDouble(at, value);
      case F32 -> bytes.putFloat(at, (float) value);
      default -> {
        long raw = type.isFloat() ? NarrowFloat.encode(type, value, true) : (long) value;
        set(type, bytes, at, raw, type.isFloat());
      }
    }
  }

  public static void set(DType type, ByteBuffer bytes, int at, long value) {
    if (type.isFloat()) {
      set(type, bytes, at, (double) value);
    } else {
      set(type, bytes, at, value, false);
    }
  }

  private static void set(DType type, ByteBuffer bytes, int at, long value, boolean raw) {
    long kept = raw ? value : wrap(type, value);
    switch (type.bytes()) {
      case 1 -> bytes.put(at, (byte) kept);
      case 2 -> bytes.putShort(at, (short) kept);
      case 4 -> bytes.putInt(at, (int) kept);
      default -> bytes.putLong(at, kept);
    }
  }
}
