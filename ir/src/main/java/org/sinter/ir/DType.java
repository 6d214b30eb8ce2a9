package org.sinter.ir;

import java.util.Locale;

/** Element type of a tensor; types under 8 bits take one byte for each element in memory. */
public enum DType {
  F64(64, Kind.FLOAT),
  F32(32, Kind.FLOAT),
  F16(16, Kind.FLOAT),
  BF16(16, Kind.FLOAT),
  F8E4M3FN(8, Kind.FLOAT),
  F8E4M3FNUZ(8, Kind.FLOAT),
  F8E5M2(8, Kind.FLOAT),
  F8E5M2FNUZ(8, Kind.FLOAT),
  F8E8M0(8, Kind.FLOAT),
  F4E2M1(4, Kind.FLOAT),
  I64(64, Kind.SIGNED),
  I32(32, Kind.SIGNED),
  I16(16, Kind.SIGNED),
  I8(8, Kind.SIGNED),
  I4(4, Kind.SIGNED),
  I2(2, Kind.SIGNED),
  U64(64, Kind.UNSIGNED),
  U32(32, Kind.UNSIGNED),
  U16(16, Kind.UNSIGNED),
  U8(8, Kind.UNSIGNED),
  U4(4, Kind.UNSIGNED),
  U2(2, Kind.UNSIGNED),
  BOOL(8, Kind.BOOL);

  /** How the bits of an element are read. */
  public enum Kind {
    FLOAT,
    SIGNED,
    UNSIGNED,
    BOOL
  }

  private final int bits;
  private final Kind kind;

  DType(int bits, Kind kind) {
    this.bits = bits;
    this.kind = kind;
  }

  /** Significant bits of an element, also below 8. */
  public int bits() {
    return bits;
  }

  public Kind kind() {
    return kind;
  }

  /** Bytes of an element in memory. */
  public int bytes() {
    return Math.max(1, bits / 8);
  }

  public boolean isFloat() {
    return kind == Kind.FLOAT;
  }

  public boolean isInteger() {
    return kind == Kind.SIGNED || kind == Kind.UNSIGNED;
  }

  /**
   * The type in which arithmetic is done: f64 and 64-bit integers as they are, others in 32 bits.
   */
  public DType compute() {
    return switch (kind) {
      case FLOAT -> bits == 64 ? F64 : F32;
      case SIGNED -> bits == 64 ? I64 : I32;
      case UNSIGNED -> bits == 64 ? U64 : U32;
      case BOOL -> BOOL;
    };
  }

  /** The name in text: {@code f32}, {@code i64}, {@code bool}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type named {@code text}, as printed. */
  public static DType parse(String text) {
    for (DType type : values()) {
      if (type.toString().equals(text)) {
        return type;
      }
    }
    throw new IllegalArgumentException("unknown element type " + text);
  }
}
