package org.sinter.codegen.llvm;

/** Generated code that LLVM, clang or lld refuses: a mistake of the compiler, not of its user. */
public final class LlvmException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  LlvmException(String message) {
    super(message);
  }

  LlvmException(String message, Throwable cause) {
    super(message, cause);
  }
}
