package org.sinter.codegen;

import org.sinter.ir.DType;

/**
 * A register or literal of LLVM IR text.
 *
 * @param type LLVM's name of one element's type
 * @param lanes number of elements; 1: a scalar, the same in all lanes
 */
record Operand(String type, int lanes, String text) {
  static final Operand ZERO = index(0);
  static final Operand TRUE = new Operand("i1", 1, "true");
  static final Operand FALSE = new Operand("i1", 1, "false");

  static Operand index(long value) {
    return new Operand("i64", 1, String.valueOf(value));
  }

  static Operand integer(String type, long value) {
    return new Operand(type, 1, type.equals("i1") ? String.valueOf(value != 0) : "" + value);
  }

  /** A float literal; {@code value} must be a value of {@code type}. */
  static Operand real(String type, double value) {
    double written = Double.isNaN(value) ? Double.NaN : value;
    return new Operand(type, 1, "0x%016X".formatted(Double.doubleToLongBits(written)));
  }

  /** A literal of a float or integer type. */
  static Operand number(String type, double value) {
    return type.startsWith("i") ? integer(type, (long) value) : real(type, value);
  }

  /** The LLVM type that holds values of {@code type} while computing. */
  static String register(DType type) {
    return switch (type.compute()) {
      case F64 -> "double";
      case F32 -> "float";
      case BOOL -> "i1";
      case I64, U64 -> "i64";
      default -> "i32";
    };
  }

  /** The LLVM type of an element in memory. */
  static String memory(DType type) {
    boolean wide = type == DType.F64 || type == DType.F32;
    return wide ? register(type) : "i" + 8 * type.bytes();
  }

  static String vector(String type, int lanes) {
    return lanes == 1 ? type : "<" + lanes + " x " + type + ">";
  }

  String fullType() {
    return vector(type, lanes);
  }

  /** Type and text, as an argument is written. */
  String typed() {
    return fullType() + " " + text;
  }

  boolean isFloat() {
    return type.equals("float") || type.equals("double") || type.equals("half");
  }

  boolean isLiteral() {
    return !text.startsWith("%");
  }

  boolean isIndex(long value) {
    return type.equals("i64") && text.equals(String.valueOf(value));
  }

  /** The value of an integer literal. */
  long value() {
    return Long.parseLong(text);
  }

  /** The value of a float literal. */
  double real() {
    return Double.longBitsToDouble(Long.parseUnsignedLong(text.substring(2), 16));
  }

  /** {@code f32}, {@code v16i64}: how the name of an overloaded intrinsic ends. */
  String suffix() {
    String element =
        switch (type) {
          case "float" -> "f32";
          case "double" -> "f64";
          case "half" -> "f16";
          default -> type;
        };
    return lanes == 1 ? element : "v" + lanes + element;
  }
}
