package org.sinter.codegen.llvm;

/** Tells LLVM's two forms of a module apart. */
final class SourceText {
  private SourceText() {}

  /** Whether {@code source} is in LLVM's binary form; Apple's starts with another number. */
  static boolean isBitcode(byte[] source) {
    return startsWith(source, 'B', 'C', 0xc0, 0xde) || startsWith(source, 0xde, 0xc0, 0x17, 0x0b);
  }

  private static boolean startsWith(byte[] source, int... magic) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= source.length || (source[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
