package org.sinter.codegen.llvm;

import static org.bytedeco.llvm.global.LLVM.LLVMCreateMemoryBufferWithMemoryRangeCopy;
import static org.bytedeco.llvm.global.LLVM.LLVMGetErrorMessage;
import static org.bytedeco.llvm.global.LLVM.LLVMOrcCreateLLJIT;
import static org.bytedeco.llvm.global.LLVM.LLVMOrcDisposeLLJIT;
import static org.bytedeco.llvm.global.LLVM.LLVMOrcLLJITAddObjectFile;
import static org.bytedeco.llvm.global.LLVM.LLVMOrcLLJITGetMainJITDylib;
import static org.bytedeco.llvm.global.LLVM.LLVMOrcLLJITLookup;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.llvm.LLVM.LLVMDiagnosticHandler;
import org.bytedeco.llvm.LLVM.LLVMDiagnosticInfoRef;
import org.bytedeco.llvm.LLVM.LLVMErrorRef;
import org.bytedeco.llvm.LLVM.LLVMOrcLLJITBuilderRef;
import org.bytedeco.llvm.LLVM.LLVMOrcLLJITRef;

/** Object code of this machine, loaded so that a test can call its functions. */
public final class NativeCode implements AutoCloseable {
  private final LLVMOrcLLJITRef jit = new LLVMOrcLLJITRef();

  public NativeCode(byte[] object) {
    LlvmThread.run(() -> null); // registers the targets
    check(LLVMOrcCreateLLJIT(jit, (LLVMOrcLLJITBuilderRef) null));
    check(
        LLVMOrcLLJITAddObjectFile(
            jit,
            LLVMOrcLLJITGetMainJITDylib(jit),
            LLVMCreateMemoryBufferWithMemoryRangeCopy(
                new BytePointer(object), object.length, new BytePointer("object"))));
  }

  /** A function {@code void name(ptr, ptr)}. */
  public Function function(String name) {
    LongPointer address = new LongPointer(1);
    check(LLVMOrcLLJITLookup(jit, address, name));
    return new Function(address);
  }

  /** Where a direct buffer lies. */
  public static long address(ByteBuffer buffer) {
    return new BytePointer(buffer).address();
  }

  private static void check(LLVMErrorRef error) {
    if (error != null && !error.isNull()) {
      throw new IllegalStateException(LLVMGetErrorMessage(error).getString());
    }
  }

  @Override
  public void close() {
    check(LLVMOrcDisposeLLJIT(jit));
  }

  /** A native {@code void (*)(ptr, ptr)}; JavaCPP calls it like a handler of that signature. */
  public static final class Function {
    private final LongPointer holder;

    private Function(LongPointer holder) {
      this.holder = holder;
    }

    /** Calls it with the address of a direct buffer and null. */
    public void call(ByteBuffer first) {
      call(new BytePointer(first), null);
    }

    public void call(Pointer first, Pointer second) {
      new LLVMDiagnosticHandler(holder).call(new LLVMDiagnosticInfoRef(first), second);
    }
  }
}
