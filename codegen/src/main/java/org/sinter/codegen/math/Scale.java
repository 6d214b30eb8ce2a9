package org.sinter.codegen.math;

import org.sinter.codegen.target.Capability;

/** {@code x 2^n} in the one instruction that AVX-512 has for it. */
final class Scale {
  private static final int CURRENT_ROUNDING = 4;

  private Scale() {}

  /** Whether the vector of {@code x} fills a register of a level that has the instruction. */
  static boolean hasInstruction(Code c, Value x) {
    int bits = x.type().bits() * c.lanes();
    boolean isRegister = bits == 128 || bits == 256 || bits == 512;
    return isRegister && c.lanes() > 1 && c.level().has(Capability.AVX512);
  }

  /** Rounds once, as the generic way does: the bits are the same. */
  static Value byInstruction(Code c, Value x, Value n) {
    int bits = x.type().bits() * c.lanes();
    String kind = x.type() == Element.F32 ? "ps" : "pd";
    String mask = "i" + Math.max(8, c.lanes()) + " -1";
    return c.emit(
        x.type(),
        "call "
            + c.type(x)
            + " @llvm.x86.avx512.mask.scalef."
            + kind
            + "."
            + bits
            + "("
            + c.typed(x)
            + ", "
            + c.typed(n)
            + ", "
            + c.type(x)
            + " zeroinitializer, "
            + mask
            + (bits == 512 ? ", i32 " + CURRENT_ROUNDING : "")
            + ")");
  }
}
