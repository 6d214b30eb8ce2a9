package org.sinter.ir.interp;

import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import org.sinter.ir.Bits;
import org.sinter.ir.DType;
import org.sinter.ir.NarrowFloat;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Unary;

/** Functions of integers and bools; results outside the type are left for the caller to wrap. */
final class Integers {
  private Integers() {}

  static LongUnaryOperator unary(DType type, Unary.Function function) {
    boolean unsigned = type.kind() != DType.Kind.SIGNED;
    return switch (function) {
      case NEG -> x -> -x;
      case ABS -> unsigned ? x -> x : Math::abs;
      case SIGN -> unsigned ? x -> x == 0 ? 0 : 1 : Long::signum;
      case NOT -> x -> x == 0 ? 1 : 0;
      case BIT_NOT -> type == DType.BOOL ? x -> 1 - x : x -> ~x;
      case FLOOR, CEIL, TRUNC, ROUND -> x -> x;
      default -> throw new IllegalArgumentException(function + " of " + type);
    };
  }

  static LongBinaryOperator binary(DType type, Binary.Function function) {
    return type == DType.U64 ? wide(function) : narrow(type, function);
  }

  /** Types whose values fit a signed long. */
  private static LongBinaryOperator narrow(DType type, Binary.Function function) {
    int width = type.bits();
    return switch (function) {
      case ADD -> (a, b) -> a + b;
      case SUB -> (a, b) -> a - b;
      case MUL -> (a, b) -> a * b;
      case DIV -> (a, b) -> b == 0 ? 0 : a / b;
      case FLOOR_DIV -> (a, b) -> b == 0 ? 0 : Math.floorDiv(a, b);
      case MOD -> (a, b) -> b == 0 ? 0 : Math.floorMod(a, b);
      case REM -> (a, b) -> b == 0 ? 0 : a % b;
      case POW -> (a, b) -> b < 0 ? inverse(a, b) : pow(a, b);
      case MIN -> Math::min;
      case MAX -> Math::max;
      case AND -> (a, b) -> a & b;
      case OR -> (a, b) -> a | b;
      case XOR -> (a, b) -> a ^ b;
      case SHL -> (a, b) -> b < 0 || b >= width ? 0 : a << b;
      case SHR -> (a, b) -> a >> (b < 0 || b >= width ? 63 : b);
      case EQ -> (a, b) -> a == b ? 1 : 0;
      case LT -> (a, b) -> a < b ? 1 : 0;
      case LE -> (a, b) -> a <= b ? 1 : 0;
    };
  }

  private static LongBinaryOperator wide(Binary.Function function) {
    return switch (function) {
      case DIV, FLOOR_DIV -> (a, b) -> b == 0 ? 0 : Long.divideUnsigned(a, b);
      case MOD, REM -> (a, b) -> b == 0 ? 0 : Long.remainderUnsigned(a, b);
      case POW -> Integers::pow;
      case MIN -> (a, b) -> Long.compareUnsigned(a, b) <= 0 ? a : b;
      case MAX -> (a, b) -> Long.compareUnsigned(a, b) >= 0 ? a : b;
      case SHR -> (a, b) -> b < 0 || b >= 64 ? 0 : a >>> b;
      case LT -> (a, b) -> Long.compareUnsigned(a, b) < 0 ? 1 : 0;
      case LE -> (a, b) -> Long.compareUnsigned(a, b) <= 0 ? 1 : 0;
      default -> narrow(DType.U64, function);
    };
  }

  /** By squaring, low 64 bits; {@code b} is read as unsigned. */
  static long pow(long a, long b) {
    long result = 1;
    long square = a;
    for (long rest = b; rest != 0; rest >>>= 1) {
      result *= (rest & 1) == 1 ? square : 1;
      square *= square;
    }
    return result;
  }

  /** {@code a^b} for negative {@code b}, towards zero. */
  private static long inverse(long a, long b) {
    return a == 1 || (a == -1 && (b & 1) == 0) ? 1 : a == -1 ? -1 : 0;
  }

  /** Truncates towards zero, saturating at the range of {@code type}; NaN is 0. */
  static long truncate(DType type, double value) {
    if (type == DType.BOOL) {
      return value != 0 ? 1 : 0;
    }
    if (type == DType.U64 && value >= 0x1p63) {
      return value >= 0x1p64 ? -1 : (long) (value - 0x1p63) ^ Long.MIN_VALUE;
    }
    if (type == DType.U64) {
      return Math.max(0, (long) value);
    }
    boolean signed = type.kind() == DType.Kind.SIGNED;
    long most = signed ? (1L << (type.bits() - 1)) - 1 : -1L >>> (64 - type.bits());
    return Math.max(signed ? -most - 1 : 0, Math.min(most, (long) value));
  }

  /** The float of {@code type} nearest to {@code value}. */
  static double toReal(DType from, DType type, boolean saturate, long value) {
    boolean huge = from == DType.U64 && value < 0;
    if (type == DType.F32) {
      return huge ? ((value >>> 1) | (value & 1)) * 2.0f : (float) value;
    }
    double real = huge ? ((value >>> 1) | (value & 1)) * 2.0 : (double) value;
    return Evaluator.round(type, saturate, real);
  }

  /** The bits of {@code value} as an element of {@code type}. */
  static long bits(DType type, double value) {
    return switch (type) {
      case F64 -> Double.doubleToRawLongBits(value);
      case F32 -> Float.floatToRawIntBits((float) value);
      default -> NarrowFloat.encode(type, value, true);
    };
  }

  static double fromBits(DType type, long bits) {
    return switch (type) {
      case F64 -> Double.longBitsToDouble(bits);
      case F32 -> Float.intBitsToFloat((int) bits);
      default -> NarrowFloat.decode(type, bits);
    };
  }

  static LongBinaryOperator wrapped(DType type, LongBinaryOperator function) {
    return type.bits() == 64 ? function : (a, b) -> Bits.wrap(type, function.applyAsLong(a, b));
  }
}
