package org.sinter.codegen.math;

/** A narrow float format: sign, exponent, mantissa, and what the codes at its end mean. */
public enum FloatFormat {
  F16(5, 10, 15, 0x7bff, 0x7e00, Special.IEEE),
  BF16(8, 7, 127, 0x7f7f, 0x7fc0, Special.IEEE),
  F8E4M3FN(4, 3, 7, 0x7e, 0x7f, Special.NAN),
  F8E4M3FNUZ(4, 3, 8, 0x7f, 0x80, Special.UNSIGNED_ZERO),
  F8E5M2(5, 2, 15, 0x7b, 0x7e, Special.IEEE),
  F8E5M2FNUZ(5, 2, 16, 0x7f, 0x80, Special.UNSIGNED_ZERO),
  F4E2M1(2, 1, 1, 0x7, 0x0, Special.NONE);

  /** What is not a finite number in a format. */
  enum Special {
    /** The highest exponent holds infinity and not-a-number. */
    IEEE,
    /** All ones is not a number; there is no infinity. */
    NAN,
    /** The code of minus zero is not a number; there is no infinity. */
    UNSIGNED_ZERO,
    /** Every code is a number. */
    NONE
  }

  final int exponentBits;
  final int mantissaBits;
  final int bias;

  /** The code of the largest finite number. */
  final int largest;

  final int nan;
  final Special special;

  FloatFormat(int exponentBits, int mantissaBits, int bias, int largest, int nan, Special special) {
    this.exponentBits = exponentBits;
    this.mantissaBits = mantissaBits;
    this.bias = bias;
    this.largest = largest;
    this.nan = nan;
    this.special = special;
  }

  /** The integer that holds a code; formats under 8 bits take a byte. */
  Element storage() {
    return magnitudeBits() == 15 ? Element.I16 : Element.I8;
  }

  int magnitudeBits() {
    return exponentBits + mantissaBits;
  }

  /** As in {@code docs/abi.md}: {@code f8e4m3fn}. */
  String id() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Casts to 8 bits and fewer end at the largest number by default, wider ones at infinity. */
  boolean saturates() {
    return storage() == Element.I8;
  }
}
