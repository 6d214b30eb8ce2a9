package org.sinter.ir;

/** Floats of 16 bits and fewer: {@code (-1)^s * 1.m * 2^(e - bias)}, rounded to nearest even. */
public final class NarrowFloat {
  private NarrowFloat() {}

  /** How the codes at the top of the range are used. */
  private enum Top {
    /** Infinity and NaNs in the last exponent. */
    IEEE,
    /** The all-ones code of either sign is NaN; no infinity. */
    ONE_NAN,
    /** Minus zero is NaN; no infinity. */
    ZERO_NAN,
    /** Every code is finite. */
    FINITE
  }

  private record Format(int exponent, int mantissa, int bias, Top top) {
    double largest() {
      int code =
          switch (top) {
            case IEEE -> (((1 << exponent) - 1) << mantissa) - 1;
            case ONE_NAN -> (1 << (exponent + mantissa)) - 2;
            case ZERO_NAN, FINITE -> (1 << (exponent + mantissa)) - 1;
          };
      return magnitude(code);
    }

    double magnitude(int code) {
      int e = code >> mantissa;
      int m = code & ((1 << mantissa) - 1);
      return e == 0
          ? Math.scalb((double) m, 1 - bias - mantissa)
          : Math.scalb((double) (m + (1 << mantissa)), e - bias - mantissa);
    }

    int sign() {
      return 1 << (exponent + mantissa);
    }
  }

  private static final Format F16 = new Format(5, 10, 15, Top.IEEE);
  private static final Format BF16 = new Format(8, 7, 127, Top.IEEE);
  private static final Format E4M3FN = new Format(4, 3, 7, Top.ONE_NAN);
  private static final Format E4M3FNUZ = new Format(4, 3, 8, Top.ZERO_NAN);
  private static final Format E5M2 = new Format(5, 2, 15, Top.IEEE);
  private static final Format E5M2FNUZ = new Format(5, 2, 16, Top.ZERO_NAN);
  private static final Format E2M1 = new Format(2, 1, 1, Top.FINITE);

  private static Format format(DType type) {
    return switch (type) {
      case F16 -> F16;
      case BF16 -> BF16;
      case F8E4M3FN -> E4M3FN;
      case F8E4M3FNUZ -> E4M3FNUZ;
      case F8E5M2 -> E5M2;
      case F8E5M2FNUZ -> E5M2FNUZ;
      case F4E2M1 -> E2M1;
      default -> throw new IllegalArgumentException(type + " is not a narrow float");
    };
  }

  /** The value of a code; unused high bits are ignored. */
  public static double decode(DType type, long bits) {
    if (type == DType.F8E8M0) {
      int e = (int) (bits & 0xff);
      return e == 0xff ? Double.NaN : Math.scalb(1.0, e - 127);
    }
    Format f = format(type);
    int code = (int) bits & (f.sign() - 1);
    boolean negative = (bits & f.sign()) != 0;
    if (isNan(f, code, negative)) {
      return Double.NaN;
    }
    boolean infinite = f.top == Top.IEEE && code >> f.mantissa == (1 << f.exponent) - 1;
    double value = infinite ? Double.POSITIVE_INFINITY : f.magnitude(code);
    return negative ? -value : value;
  }

  private static boolean isNan(Format f, int code, boolean negative) {
    return switch (f.top) {
      case IEEE -> code > ((1 << f.exponent) - 1) << f.mantissa;
      case ONE_NAN -> code == f.sign() - 1;
      case ZERO_NAN -> negative && code == 0;
      case FINITE -> false;
    };
  }

  /**
   * The code nearest to {@code value}; {@code saturate}: too large gives the largest, not inf or
   * NaN. Scales are rounded up, and NaN is zero where there is none.
   */
  public static long encode(DType type, double value, boolean saturate) {
    if (type == DType.F8E8M0) {
      return encodeScale(value, ScaleRounding.UP, saturate);
    }
    Format f = format(type);
    boolean ieee16 = type == DType.F16 || type == DType.BF16;
    long sign = (Double.doubleToRawLongBits(value) < 0) ? f.sign() : 0;
    if (Double.isNaN(value)) {
      return nan(f, sign);
    }
    double size = Math.abs(value);
    double rounded = roundToGrid(f, size);
    if (rounded > f.largest()) {
      return overflow(f, sign, size, saturate && !ieee16);
    }
    long code = code(f, rounded);
    return code == 0 && f.top == Top.ZERO_NAN ? 0 : sign | code;
  }

  private static double roundToGrid(Format f, double size) {
    if (Double.isInfinite(size)) {
      return size;
    }
    int e = Math.max(size == 0 ? -1100 : Math.getExponent(size), 1 - f.bias);
    double ulp = Math.scalb(1.0, e - f.mantissa);
    return Math.rint(size / ulp) * ulp;
  }

  private static long code(Format f, double rounded) {
    int e = rounded == 0 ? -1100 : Math.getExponent(rounded);
    if (e < 1 - f.bias) {
      return (long) Math.scalb(rounded, f.mantissa - 1 + f.bias);
    }
    long m = (long) Math.scalb(rounded, f.mantissa - e) - (1L << f.mantissa);
    return ((long) (e + f.bias) << f.mantissa) | m;
  }

  private static long overflow(Format f, long sign, double size, boolean saturate) {
    long largest = code(f, f.largest());
    if (f.top == Top.FINITE || saturate) {
      return sign | largest;
    }
    return f.top == Top.IEEE ? sign | (largest + 1) : nan(f, sign);
  }

  private static long nan(Format f, long sign) {
    return switch (f.top) {
      case IEEE -> sign | (((1L << f.exponent) - 1) << f.mantissa) | (1L << (f.mantissa - 1));
      case ONE_NAN -> sign | (f.sign() - 1);
      case ZERO_NAN -> f.sign();
      case FINITE -> f.sign() ^ sign;
    };
  }

  /** How a scale ({@code f8e8m0}) is rounded to a power of two. */
  public enum ScaleRounding {
    UP,
    DOWN,
    /** Ties go up. */
    NEAREST
  }

  /** The code of a power of two; NaN for NaN, negative, and (not saturating) out of range. */
  public static long encodeScale(double value, ScaleRounding rounding, boolean saturate) {
    if (Double.isNaN(value) || value < 0) {
      return 0xff;
    }
    int code = Double.isInfinite(value) ? 0xff : scaleExponent(value, rounding) + 127;
    boolean inRange = value > 0 && code >= 0 && code <= 0xfe;
    return inRange || saturate ? Math.max(0, Math.min(0xfe, code)) : 0xff;
  }

  private static int scaleExponent(double value, ScaleRounding rounding) {
    int e = Math.getExponent(value);
    double fraction = value / Math.scalb(1.0, e);
    boolean up =
        switch (rounding) {
          case UP -> fraction > 1;
          case DOWN -> false;
          case NEAREST -> fraction >= 1.5;
        };
    return up ? e + 1 : e;
  }
}
