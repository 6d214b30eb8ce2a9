package org.sinter.codegen.llvm;

import static org.bytedeco.llvm.global.LLVM.LLVMDSError;
import static org.bytedeco.llvm.global.LLVM.LLVMDisposeMessage;
import static org.bytedeco.llvm.global.LLVM.LLVMGetDiagInfoDescription;
import static org.bytedeco.llvm.global.LLVM.LLVMGetDiagInfoSeverity;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.llvm.LLVM.LLVMDiagnosticHandler;
import org.bytedeco.llvm.LLVM.LLVMDiagnosticInfoRef;

/** Collects the errors of a context; without it LLVM prints them and ends the process. */
final class Diagnostics extends LLVMDiagnosticHandler {
  private final List<String> errors = new ArrayList<>();

  @Override
  public void call(LLVMDiagnosticInfoRef info, Pointer unused) {
    if (LLVMGetDiagInfoSeverity(info) == LLVMDSError) {
      BytePointer text = LLVMGetDiagInfoDescription(info);
      errors.add(text.getString());
      LLVMDisposeMessage(text);
    }
  }

  String text() {
    return String.join("; ", errors);
  }

  void check() {
    if (!errors.isEmpty()) {
      throw new LlvmException("LLVM: " + text());
    }
  }
}
