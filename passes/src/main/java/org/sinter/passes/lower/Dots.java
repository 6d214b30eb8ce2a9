package org.sinter.passes.lower;

/** Dot products of neighbours that a CPU level adds in each lane by an instruction. */
public enum Dots {
  /** {@code f32 += bf16 * bf16}, two. */
  BF16,
  /** {@code i32 += u8 * i8}, four. */
  U8_I8,
  /**
   * {@code i32 += u8 * i8}, four, by a few instructions that are right where the one without a sign
   * is at most 128.
   */
  SMALL_U8_I8,
  /** {@code i32 += i8 * i8} or {@code u8 * u8}, four. */
  SAME_SIGN
}
