package org.sinter.codegen.math;

import org.sinter.codegen.target.Capability;

/** {@code x 2^n} in the one instruction that AVX-512 has for it. */
final class Scale {
  private static final int CURRENT_ROUNDING = 4;
  private static final int NEAREST = 0;

  private Scale() {}

  /** Whether the vector of {@code x} fills a register of a level that has the instruction. */
  static boolean hasInstruction(Code c, Value x) {
    int bits = x.type().bits() * c.lanes();
    boolean isRegister = bits == 128 || bits == 256 || bits == 512;
    return isRegister && c.lanes() > 1 && c.level().has(Capability.AVX512);
  }

  /** Rounds once, as the generic way does: the bits are the same. */
  static Value byInstruction(Code c, Value x, Value n) {
    return instruction(c, "scalef", c.typed(x) + ", " + c.typed(n), x);
  }

  /** {@code x} less the nearest integer, in one instruction. */
  static Value remainder(Code c, Value x) {
    return instruction(c, "reduce", c.typed(x) + ", i32 " + NEAREST, x);
  }

  private static Value instruction(Code c, String name, String operands, Value like) {
    int bits = like.type().bits() * c.lanes();
    String kind = like.type() == Element.F32 ? "ps." : "pd.";
    String unmasked = c.type(like) + " zeroinitializer, i" + Math.max(8, c.lanes()) + " -1";
    String rounding = bits == 512 ? ", i32 " + CURRENT_ROUNDING : "";
    String function = "@llvm.x86.avx512.mask." + name + "." + kind + bits;
    return c.emit(
        like.type(),
        "call %s %s(%s, %s%s)".formatted(c.type(like), function, operands, unmasked, rounding));
  }
}
