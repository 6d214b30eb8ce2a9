package org.sinter.codegen.math;

/** The type of one lane, named as LLVM names it. */
public enum Element {
  F64("double", "f64", 64),
  F32("float", "f32", 32),
  F16("half", "f16", 16),
  I64("i64", "i64", 64),
  I32("i32", "i32", 32),
  I16("i16", "i16", 16),
  I8("i8", "i8", 8),
  I1("i1", "i1", 1);

  private final String llvm;
  private final String suffix;
  private final int bits;

  Element(String llvm, String suffix, int bits) {
    this.llvm = llvm;
    this.suffix = suffix;
    this.bits = bits;
  }

  /** The type of {@code lanes} of them: {@code float}, {@code <16 x float>}. */
  public String type(int lanes) {
    return lanes == 1 ? llvm : "<" + lanes + " x " + llvm + ">";
  }

  /** How an intrinsic's name ends: {@code f32}, {@code v16f32}. */
  public String suffix(int lanes) {
    return lanes == 1 ? suffix : "v" + lanes + suffix;
  }

  boolean isFloat() {
    return this == F64 || this == F32 || this == F16;
  }

  int bits() {
    return bits;
  }

  /** The integer type of the same size. */
  Element integer() {
    return switch (bits) {
      case 64 -> I64;
      case 32 -> I32;
      case 16 -> I16;
      default -> this;
    };
  }

  /** The float type of the same size. */
  Element floating() {
    return switch (bits) {
      case 64 -> F64;
      case 32 -> F32;
      case 16 -> F16;
      default -> throw new IllegalArgumentException("no float of " + bits + " bits");
    };
  }
}
