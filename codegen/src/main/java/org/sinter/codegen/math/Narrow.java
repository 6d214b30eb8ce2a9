package org.sinter.codegen.math;

import org.sinter.codegen.math.FloatFormat.Special;
import org.sinter.codegen.target.Capability;

/** Narrow floats ↔ single precision, by instruction where the level has one, else in integers. */
final class Narrow {
  private Narrow() {}

  /** {@code (code << (23 - m)) * 2^(127 - bias)}: right for subnormals, too. */
  static Value decode(Code c, FloatFormat format, Value code) {
    if (format == FloatFormat.F16 && c.level().has(Capability.F16C)) {
      return c.convert("fpext", c.fromBits(code), Element.F32);
    }
    Value wide = c.convert("zext", code, Element.I32);
    if (format == FloatFormat.BF16) {
      return c.fromBits(shift(c, "shl", wide, 16));
    }
    int bits = format.magnitudeBits();
    Value magnitude = c.and(wide, integer(c, (1L << bits) - 1));
    Value aligned = shift(c, "shl", magnitude, 23 - format.mantissaBits);
    Value finite =
        format.bias == 127
            ? aligned
            : c.bits(c.mul(c.fromBits(aligned), c.f32(Math.scalb(1.0, 127 - format.bias))));
    Value number = decodeSpecial(c, format, wide, magnitude, finite);
    Value sign = shift(c, "shl", c.and(wide, integer(c, 1L << bits)), 31 - bits);
    return c.fromBits(c.or(number, sign));
  }

  private static Value decodeSpecial(
      Code c, FloatFormat format, Value code, Value magnitude, Value bits) {
    long nan = 0x7fc00000L;
    return switch (format.special) {
      case IEEE ->
          c.select(
              c.compare("ugt", magnitude, integer(c, format.largest)),
              c.or(bits, integer(c, 0x7f800000L)),
              bits);
      case NAN ->
          c.select(c.compare("eq", magnitude, integer(c, format.nan)), integer(c, nan), bits);
      case UNSIGNED_ZERO ->
          c.select(c.compare("eq", code, integer(c, format.nan)), integer(c, nan), bits);
      case NONE -> bits;
    };
  }

  /** The nearest code, ties to even; beyond the largest as {@code saturates} says. */
  static Value encode(Code c, FloatFormat format, boolean saturates, Value x) {
    if (format == FloatFormat.F16 && c.level().has(Capability.F16C)) {
      return c.bits(c.convert("fptrunc", x, Element.F16));
    }
    if (format == FloatFormat.BF16) {
      return encodeUpperHalf(c, x);
    }
    Value bits = c.bits(x);
    Value magnitude = c.and(bits, integer(c, 0x7fffffffL));
    Value rounded = rounded(c, format, magnitude);
    Value isOver = c.compare("ugt", rounded, integer(c, format.largest));
    Value bounded = c.select(isOver, integer(c, overflow(format, saturates)), rounded);
    Value sign =
        shift(c, "lshr", c.and(bits, integer(c, 0x80000000L)), 31 - format.magnitudeBits());
    Value signed = c.or(bounded, sign);
    if (format.special == Special.UNSIGNED_ZERO) {
      signed = c.select(c.compare("eq", bounded, integer(c, 0)), bounded, signed);
    }
    Value isNan = c.compare("ugt", magnitude, integer(c, 0x7f800000L));
    Value code = c.select(isNan, nan(c, format, sign), signed);
    return c.convert("trunc", code, format.storage());
  }

  /** bf16: a carry out of the mantissa goes on to the exponent, at last to infinity. */
  private static Value encodeUpperHalf(Code c, Value x) {
    Value bits = c.bits(x);
    Value last = c.and(shift(c, "lshr", bits, 16), integer(c, 1));
    Value rounded = c.add(c.add(bits, integer(c, 0x7fff)), last);
    Value quiet = c.or(c.and(bits, integer(c, 0x80000000L)), integer(c, 0x7fc00000L));
    Value code = c.select(c.compare("uno", x, x), quiet, rounded);
    return c.convert("trunc", shift(c, "lshr", code, 16), Element.I16);
  }

  private static Value nan(Code c, FloatFormat format, Value sign) {
    return switch (format.special) {
      case UNSIGNED_ZERO -> integer(c, format.nan);
      case NONE -> c.binary("xor", sign, integer(c, 1L << format.magnitudeBits()));
      default -> c.or(sign, integer(c, format.nan));
    };
  }

  private static int overflow(FloatFormat format, boolean saturates) {
    boolean hasInfinity = format.special == Special.IEEE;
    return saturates ? format.largest : hasInfinity ? format.largest + 1 : format.nan;
  }

  /** Rounds the mantissa and changes the bias; below the normal range an addition rounds. */
  private static Value rounded(Code c, FloatFormat format, Value magnitude) {
    int drop = 23 - format.mantissaBits;
    Value last = c.and(shift(c, "lshr", magnitude, drop), integer(c, 1));
    Value half = c.add(last, integer(c, (1L << (drop - 1)) - 1));
    Value shifted = shift(c, "lshr", c.add(magnitude, half), drop);
    Value normal = c.sub(shifted, integer(c, (long) (127 - format.bias) << format.mantissaBits));
    if (format.bias == 127) {
      return normal;
    }
    Value step = c.f32(Math.scalb(1.0, 24 - format.bias - format.mantissaBits));
    Value sum = c.add(c.fromBits(magnitude), step);
    Value subnormal = c.sub(c.bits(sum), c.bits(step));
    long smallest = (long) (128 - format.bias) << 23;
    return c.select(c.compare("ult", magnitude, integer(c, smallest)), subnormal, normal);
  }

  /** {@code 2^(code - 127)}, 255 is not a number. */
  static Value decodeE8M0(Code c, Value code) {
    Value wide = c.convert("zext", code, Element.I32);
    Value power = shift(c, "shl", wide, 23);
    Value least = c.select(c.compare("eq", wide, integer(c, 0)), integer(c, 0x400000), power);
    Value isNan = c.compare("eq", wide, integer(c, 255));
    return c.fromBits(c.select(isNan, integer(c, 0x7fc00000L), least));
  }

  /** The exponent of the next power of two above ({@code carry} all ones), at or below (0) … */
  static Value encodeE8M0(Code c, boolean saturates, long carry, Value x) {
    Value magnitude = c.and(c.bits(x), integer(c, 0x7fffffffL));
    Value rounded = shift(c, "lshr", c.add(magnitude, integer(c, carry)), 23);
    int end = saturates ? 254 : 255;
    Value isOver = c.compare("ugt", rounded, integer(c, end));
    Value bounded = c.select(isOver, integer(c, end), rounded);
    Value isNan = c.compare("ugt", magnitude, integer(c, 0x7f800000L));
    return c.convert("trunc", c.select(isNan, integer(c, 255), bounded), Element.I8);
  }

  /** A double as a single whose last bit says that digits were lost: rounding it again is exact. */
  static Value roundToOdd(Code c, Value x) {
    Value near = c.convert("fptrunc", x, Element.F32);
    Value back = c.convert("fpext", near, Element.F64);
    Value isAbove = c.compare("ogt", c.abs(back), c.abs(x));
    Value truncated = c.sub(c.bits(near), c.convert("zext", isAbove, Element.I32));
    Value isLossy = c.compare("one", back, x);
    return c.fromBits(c.or(truncated, c.convert("zext", isLossy, Element.I32)));
  }

  private static Value shift(Code c, String op, Value a, int bits) {
    return bits == 0 ? a : c.binary(op, a, integer(c, bits));
  }

  private static Value integer(Code c, long value) {
    return c.integer(Element.I32, (int) value);
  }
}
