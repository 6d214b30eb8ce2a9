package org.sinter.runtime;

/** The type of a tensor's elements; types under 8 bits take one byte for each element. */
public enum ElementType {
  F64(8),
  F32(4),
  F16(2),
  BF16(2),
  F8E4M3FN(1),
  F8E4M3FNUZ(1),
  F8E5M2(1),
  F8E5M2FNUZ(1),
  F8E8M0(1),
  F4E2M1(1),
  I64(8),
  I32(4),
  I16(2),
  I8(1),
  I4(1),
  I2(1),
  U64(8),
  U32(4),
  U16(2),
  U8(1),
  U4(1),
  U2(1),
  BOOL(1);

  private static final ElementType[] ALL = values();
  private final String text = name().toLowerCase(java.util.Locale.ROOT);
  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** The type called {@code text}, as {@code f32}. */
  public static ElementType of(String text) {
    ElementType type = named(text);
    if (type == null) {
      throw new IllegalArgumentException("no element type is called " + text);
    }
    return type;
  }

  /** The type that prints as {@code text}, {@code null} if there is none. */
  static ElementType named(String text) {
    for (ElementType type : ALL) {
      if (type.text.equals(text)) {
        return type;
      }
    }
    return null;
  }

  /** The name in model.json: {@code f32}. */
  @Override
  public String toString() {
    return text;
  }
}
