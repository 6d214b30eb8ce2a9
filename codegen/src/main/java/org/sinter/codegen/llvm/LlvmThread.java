package org.sinter.codegen.llvm;

import static org.bytedeco.llvm.global.LLVM.LLVMInitializeAllAsmParsers;
import static org.bytedeco.llvm.global.LLVM.LLVMInitializeAllAsmPrinters;
import static org.bytedeco.llvm.global.LLVM.LLVMInitializeAllTargetInfos;
import static org.bytedeco.llvm.global.LLVM.LLVMInitializeAllTargetMCs;
import static org.bytedeco.llvm.global.LLVM.LLVMInitializeAllTargets;
import static org.bytedeco.llvm.global.LLVM.LLVMInstallFatalErrorHandler;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.llvm.LLVM.LLVMFatalErrorHandler;
import org.bytedeco.llvm.global.LLVM;

/** Runs LLVM on a thread of its own: a large stack, and a fatal error parks it, not the JVM. */
final class LlvmThread {
  private static final long STACK_BYTES = 256L << 20;
  private static final ThreadLocal<CompletableFuture<?>> CURRENT = new ThreadLocal<>();
  private static final LLVMFatalErrorHandler HANDLER = new Park();

  static {
    load();
    LLVMInitializeAllTargetInfos();
    LLVMInitializeAllTargets();
    LLVMInitializeAllTargetMCs();
    LLVMInitializeAllAsmPrinters();
    LLVMInitializeAllAsmParsers();
    LLVMInstallFatalErrorHandler(HANDLER);
  }

  private LlvmThread() {}

  private static void load() {
    try {
      Loader.load(LLVM.class);
    } catch (LinkageError e) {
      throw new LlvmException(
          "cannot load LLVM for "
              + Loader.getPlatform()
              + " (it needs glibc 2.34 or later and zlib): "
              + e.getMessage(),
          e);
    }
  }

  /** The result of {@code work}, or what it threw, or LLVM's fatal error as an exception. */
  static <T> T run(Callable<T> work) {
    try {
      return start(work).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LlvmException("interrupted while LLVM was compiling", e);
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    }
  }

  private static <T> CompletableFuture<T> start(Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Runnable body =
        () -> {
          CURRENT.set(result);
          try {
            result.complete(work.call());
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        };
    Thread thread = new Thread(null, body, "sinter-llvm", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  private static LlvmException rethrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return new LlvmException(cause.getMessage(), cause);
  }

  /** An exception thrown through LLVM's frames would end the JVM, and so would a return. */
  private static final class Park extends LLVMFatalErrorHandler {
    @Override
    public void call(BytePointer reason) {
      CompletableFuture<?> result = CURRENT.get();
      if (result == null) {
        return;
      }
      result.completeExceptionally(new LlvmException("LLVM: " + reason.getString()));
      while (true) {
        LockSupport.park();
      }
    }
  }
}
