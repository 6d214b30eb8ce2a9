package org.sinter.ir.text;

import java.util.Locale;
import org.sinter.ir.Bits;
import org.sinter.ir.DType;

/** Numbers that read back exactly. */
public final class Numbers {
  private Numbers() {}

  /** {@code 1.0e-12}, {@code -0.0}, {@code inf}, {@code nan}. */
  public static String real(double value) {
    return special(value, Double.toString(value));
  }

  /** A value of an element type, as short as it can be to give it back when rounded to the type. */
  public static String element(DType type, double value) {
    String shortest = Float.toString((float) value);
    boolean enough = Bits.round(type, Double.parseDouble(shortest)) == value;
    return special(value, enough ? shortest : Double.toString(value));
  }

  private static String special(double value, String finite) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    return Double.isInfinite(value)
        ? (value > 0 ? "inf" : "-inf")
        : finite.toLowerCase(Locale.ROOT);
  }

  /** An integer or bool of an element type. */
  public static String element(DType type, long value) {
    if (type == DType.BOOL && (value == 0 || value == 1)) {
      return value == 1 ? "true" : "false";
    }
    return type == DType.U64 ? Long.toUnsignedString(value) : Long.toString(value);
  }

  /** The number named {@code inf}, {@code -inf} or {@code nan}, else null. */
  public static Double named(String text) {
    return switch (text) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> null;
    };
  }
}
