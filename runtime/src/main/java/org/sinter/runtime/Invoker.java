package org.sinter.runtime;

import java.lang.reflect.Method;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Enters native code; a virtual thread hands over to a platform thread, not to pin its own. */
final class Invoker {
  private static final Method IS_VIRTUAL = isVirtual();

  private Invoker() {}

  /** {@code cancel} is called when the waiting (virtual) thread is interrupted. */
  static int invoke(long entry, long call, long slices, Runnable cancel) {
    return onVirtualThread() ? handOver(entry, call, slices, cancel) : enter(entry, call, slices);
  }

  private static int enter(long entry, long call, long slices) {
    return slices == 0 ? Native.invoke(entry, call) : Native.slices(entry, call, slices);
  }

  private static boolean onVirtualThread() {
    try {
      return IS_VIRTUAL != null && (boolean) IS_VIRTUAL.invoke(Thread.currentThread());
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** {@code Thread.isVirtual}, which JDK 17 has not. */
  private static Method isVirtual() {
    try {
      return Thread.class.getMethod("isVirtual");
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  private static int handOver(long entry, long call, long slices, Runnable cancel) {
    FutureTask<Integer> task = new FutureTask<>(() -> enter(entry, call, slices));
    Platform.THREADS.execute(task);
    boolean interrupted = false;
    while (true) {
      try {
        int status = task.get();
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
        return status;
      } catch (InterruptedException e) {
        interrupted = true; // the memory of the pass is in use until it ends
        cancel.run();
      } catch (ExecutionException e) {
        throw new IllegalStateException("native code threw", e);
      }
    }
  }

  /** Platform threads, as many as admitted passes; made when the first virtual thread comes. */
  private static final class Platform {
    static final ExecutorService THREADS =
        new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), Platform::thread);

    private static Thread thread(Runnable body) {
      Thread thread = new Thread(null, body, "sinter-pass", 0, false);
      thread.setDaemon(true);
      thread.setContextClassLoader(null);
      return thread;
    }
  }
}
