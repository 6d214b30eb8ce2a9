package org.sinter.codegen.llvm;

import static org.bytedeco.llvm.global.LLVM.LLVMContextCreate;
import static org.bytedeco.llvm.global.LLVM.LLVMContextDispose;
import static org.bytedeco.llvm.global.LLVM.LLVMContextSetDiagnosticHandler;
import static org.bytedeco.llvm.global.LLVM.LLVMCreateMemoryBufferWithMemoryRangeCopy;
import static org.bytedeco.llvm.global.LLVM.LLVMCreatePassBuilderOptions;
import static org.bytedeco.llvm.global.LLVM.LLVMDisposeMemoryBuffer;
import static org.bytedeco.llvm.global.LLVM.LLVMDisposeMessage;
import static org.bytedeco.llvm.global.LLVM.LLVMDisposeModule;
import static org.bytedeco.llvm.global.LLVM.LLVMDisposePassBuilderOptions;
import static org.bytedeco.llvm.global.LLVM.LLVMGetBufferSize;
import static org.bytedeco.llvm.global.LLVM.LLVMGetBufferStart;
import static org.bytedeco.llvm.global.LLVM.LLVMGetErrorMessage;
import static org.bytedeco.llvm.global.LLVM.LLVMLinkModules2;
import static org.bytedeco.llvm.global.LLVM.LLVMParseIRInContext;
import static org.bytedeco.llvm.global.LLVM.LLVMPassBuilderOptionsSetLoopInterleaving;
import static org.bytedeco.llvm.global.LLVM.LLVMPassBuilderOptionsSetLoopUnrolling;
import static org.bytedeco.llvm.global.LLVM.LLVMPassBuilderOptionsSetLoopVectorization;
import static org.bytedeco.llvm.global.LLVM.LLVMPassBuilderOptionsSetSLPVectorization;
import static org.bytedeco.llvm.global.LLVM.LLVMPrintModuleToString;
import static org.bytedeco.llvm.global.LLVM.LLVMReturnStatusAction;
import static org.bytedeco.llvm.global.LLVM.LLVMRunPasses;
import static org.bytedeco.llvm.global.LLVM.LLVMSetDataLayout;
import static org.bytedeco.llvm.global.LLVM.LLVMSetModuleIdentifier;
import static org.bytedeco.llvm.global.LLVM.LLVMSetSourceFileName;
import static org.bytedeco.llvm.global.LLVM.LLVMSetTarget;
import static org.bytedeco.llvm.global.LLVM.LLVMTargetMachineEmitToMemoryBuffer;
import static org.bytedeco.llvm.global.LLVM.LLVMVerifyModule;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.llvm.LLVM.LLVMContextRef;
import org.bytedeco.llvm.LLVM.LLVMErrorRef;
import org.bytedeco.llvm.LLVM.LLVMMemoryBufferRef;
import org.bytedeco.llvm.LLVM.LLVMModuleRef;
import org.bytedeco.llvm.LLVM.LLVMPassBuilderOptionsRef;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;

/** A module in a context of its own, with the target machine that compiles it. */
final class LlvmModule implements AutoCloseable {
  /** Code arrives vectorised and unrolled, so LLVM's own loop transformations stay off. */
  private static final String PASSES = "default<O2>";

  private final System system;
  private final CpuLevel level;
  private final LLVMContextRef context = LLVMContextCreate();
  private final Diagnostics diagnostics = new Diagnostics();
  private final Machine machine;
  private final LLVMModuleRef module;

  LlvmModule(System system, CpuLevel level, byte[] source) {
    this.system = system;
    this.level = level;
    LLVMContextSetDiagnosticHandler(context, diagnostics, null);
    machine = new Machine(system, level);
    try {
      module = parse(source);
      FunctionAttributes.apply(module, context, system, level);
      verify();
    } catch (LlvmException e) {
      machine.close();
      LLVMContextDispose(context); // with the module, if there is one
      throw e;
    }
  }

  /** Adds what another module, in binary form, defines. */
  void link(byte[] bitcode) {
    LLVMModuleRef other = parse(bitcode);
    FunctionAttributes.apply(other, context, system, level);
    if (LLVMLinkModules2(module, other) != 0) {
      throw new LlvmException("LLVM cannot link modules: " + diagnostics.text());
    }
  }

  void optimise() {
    LLVMPassBuilderOptionsRef options = LLVMCreatePassBuilderOptions();
    LLVMPassBuilderOptionsSetLoopVectorization(options, 0);
    LLVMPassBuilderOptionsSetSLPVectorization(options, 0);
    LLVMPassBuilderOptionsSetLoopInterleaving(options, 0);
    LLVMPassBuilderOptionsSetLoopUnrolling(options, 0);
    LLVMErrorRef error = LLVMRunPasses(module, PASSES, machine.handle(), options);
    LLVMDisposePassBuilderOptions(options);
    if (error != null && !error.isNull()) {
      throw new LlvmException("LLVM passes: " + LLVMGetErrorMessage(error).getString());
    }
    diagnostics.check();
  }

  /** The bytes of an object file or assembly text. */
  byte[] emit(int fileType) {
    BytePointer message = new BytePointer((BytePointer) null);
    LLVMMemoryBufferRef buffer = new LLVMMemoryBufferRef();
    int failed =
        LLVMTargetMachineEmitToMemoryBuffer(machine.handle(), module, fileType, message, buffer);
    if (failed != 0) {
      throw new LlvmException("LLVM cannot emit code: " + taken(message));
    }
    diagnostics.check();
    byte[] bytes = new byte[(int) LLVMGetBufferSize(buffer)];
    LLVMGetBufferStart(buffer).capacity(bytes.length).get(bytes);
    LLVMDisposeMemoryBuffer(buffer);
    return bytes;
  }

  String text() {
    return taken(LLVMPrintModuleToString(module));
  }

  private LLVMModuleRef parse(byte[] source) {
    byte[] bytes = SourceText.isBitcode(source) ? source : machine.header(source);
    LLVMMemoryBufferRef buffer =
        LLVMCreateMemoryBufferWithMemoryRangeCopy(
            new BytePointer(bytes), bytes.length, new BytePointer(level.name() + ".ll"));
    LLVMModuleRef parsed = new LLVMModuleRef();
    BytePointer message = new BytePointer((BytePointer) null);
    if (LLVMParseIRInContext(context, buffer, parsed, message) != 0) {
      throw new LlvmException("LLVM cannot read our text: " + taken(message));
    }
    LLVMSetTarget(parsed, system.triple());
    LLVMSetDataLayout(parsed, machine.layout());
    LLVMSetModuleIdentifier(parsed, "sinter", 6);
    LLVMSetSourceFileName(parsed, "sinter", 6);
    return parsed;
  }

  private void verify() {
    BytePointer message = new BytePointer((BytePointer) null);
    boolean broken = LLVMVerifyModule(module, LLVMReturnStatusAction, message) != 0;
    String found = taken(message);
    if (broken) {
      throw new LlvmException("LLVM IR is not valid: " + found);
    }
    diagnostics.check();
  }

  private static String taken(BytePointer message) {
    if (message == null || message.isNull()) {
      return "";
    }
    String text = message.getString();
    LLVMDisposeMessage(message);
    return text;
  }

  @Override
  public void close() {
    LLVMDisposeModule(module);
    machine.close();
    LLVMContextDispose(context);
  }
}
