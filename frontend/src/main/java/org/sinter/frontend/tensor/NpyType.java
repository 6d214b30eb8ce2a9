package org.sinter.frontend.tensor;

import org.sinter.ir.DType;

/** The dtype names of npy: byte order, kind, bytes. */
final class NpyType {
  private NpyType() {}

  static DType parse(String descr) {
    boolean ordered = descr.length() == 3 && "<>|=".indexOf(descr.charAt(0)) >= 0;
    String kind = ordered ? descr.substring(1) : "";
    return switch (kind) {
      case "b1" -> DType.BOOL;
      case "f2" -> DType.F16;
      case "f4" -> DType.F32;
      case "f8" -> DType.F64;
      case "i1" -> DType.I8;
      case "i2" -> DType.I16;
      case "i4" -> DType.I32;
      case "i8" -> DType.I64;
      case "u1" -> DType.U8;
      case "u2" -> DType.U16;
      case "u4" -> DType.U32;
      case "u8" -> DType.U64;
      default -> throw new IllegalArgumentException("dtype '" + descr + "' is not supported");
    };
  }

  /** The name to write; integers under 8 bits are written as bytes. */
  static String name(DType type) {
    String order = type.bytes() == 1 ? "|" : "<";
    return switch (type) {
      case BOOL -> "|b1";
      case F16, F32, F64 -> order + "f" + type.bytes();
      case I64, I32, I16, I8, I4, I2 -> order + "i" + type.bytes();
      case U64, U32, U16, U8, U4, U2 -> order + "u" + type.bytes();
      default -> throw new IllegalArgumentException("npy has no " + type + "; use safetensors");
    };
  }
}
