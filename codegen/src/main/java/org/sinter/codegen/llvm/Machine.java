package org.sinter.codegen.llvm;

import static org.bytedeco.llvm.global.LLVM.LLVMCodeGenLevelDefault;
import static org.bytedeco.llvm.global.LLVM.LLVMCodeModelDefault;
import static org.bytedeco.llvm.global.LLVM.LLVMCopyStringRepOfTargetData;
import static org.bytedeco.llvm.global.LLVM.LLVMCreateTargetDataLayout;
import static org.bytedeco.llvm.global.LLVM.LLVMCreateTargetMachine;
import static org.bytedeco.llvm.global.LLVM.LLVMDisposeMessage;
import static org.bytedeco.llvm.global.LLVM.LLVMDisposeTargetData;
import static org.bytedeco.llvm.global.LLVM.LLVMDisposeTargetMachine;
import static org.bytedeco.llvm.global.LLVM.LLVMGetTargetFromTriple;
import static org.bytedeco.llvm.global.LLVM.LLVMRelocPIC;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.llvm.LLVM.LLVMTargetDataRef;
import org.bytedeco.llvm.LLVM.LLVMTargetMachineRef;
import org.bytedeco.llvm.LLVM.LLVMTargetRef;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;

/** LLVM's target machine for one level of one system. */
final class Machine implements AutoCloseable {
  private final System system;
  private final LLVMTargetMachineRef handle;
  private final String layout;

  Machine(System system, CpuLevel level) {
    this.system = system;
    LLVMTargetRef target = new LLVMTargetRef();
    BytePointer message = new BytePointer((BytePointer) null);
    if (LLVMGetTargetFromTriple(new BytePointer(system.triple()), target, message) != 0) {
      throw new LlvmException("LLVM has no target " + system + ": " + message.getString());
    }
    handle =
        LLVMCreateTargetMachine(
            target,
            system.triple(),
            level.cpu(),
            level.features(),
            LLVMCodeGenLevelDefault,
            LLVMRelocPIC,
            LLVMCodeModelDefault);
    layout = layout(handle);
  }

  private static String layout(LLVMTargetMachineRef machine) {
    LLVMTargetDataRef data = LLVMCreateTargetDataLayout(machine);
    BytePointer text = LLVMCopyStringRepOfTargetData(data);
    String layout = text.getString();
    LLVMDisposeMessage(text);
    LLVMDisposeTargetData(data);
    return layout;
  }

  LLVMTargetMachineRef handle() {
    return handle;
  }

  /** Sizes and alignments of types, in LLVM's notation. */
  String layout() {
    return layout;
  }

  /** {@code source} behind its target, on the same line so that errors keep their line numbers. */
  byte[] header(byte[] source) {
    String head =
        "target datalayout = \"" + layout + "\" target triple = \"" + system.triple() + "\" ";
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    all.writeBytes(source);
    return all.toByteArray();
  }

  @Override
  public void close() {
    LLVMDisposeTargetMachine(handle);
  }
}
