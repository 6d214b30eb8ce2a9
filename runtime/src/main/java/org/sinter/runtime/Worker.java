package org.sinter.runtime;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A daemon thread that works for the team, sleeps when idle and ends when idle for long. */
final class Worker implements Runnable {
  private static final int ASLEEP = 0;
  private static final int AWAKE = 1;
  private static final int GONE = 2;
  private static final long NAP_NANOS = 1_000_000;
  private static final long LONGEST_NAP_NANOS = 32_000_000;
  private static final long KEPT_NANOS = 10_000_000_000L;
  private static final long STACK_BYTES = 1 << 20;

  private final Team team;
  private final int index;
  private final AtomicInteger state = new AtomicInteger(AWAKE);
  private Thread thread;
  private long nap = NAP_NANOS;

  private Worker(Team team, int index) {
    this.team = team;
    this.index = index;
  }

  /** A running worker, {@code null} if the system grants no thread: the pass goes on without. */
  static Worker start(Team team, int index) {
    Worker worker = new Worker(team, index);
    Thread thread = new Thread(null, worker, "sinter-worker-" + index, STACK_BYTES, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    worker.thread = thread;
    try {
      thread.start();
      return worker;
    } catch (OutOfMemoryError e) {
      return null;
    }
  }

  @Override
  public void run() {
    while (state.get() != GONE) {
      long seen = team.passes();
      Native.work(team.address(), index);
      sleep(seen);
    }
  }

  private void sleep(long seen) {
    state.set(ASLEEP);
    if (team.passes() != seen && state.compareAndSet(ASLEEP, AWAKE)) {
      nap = NAP_NANOS;
      return;
    }
    if (team.wants(index)) { // a stretch of the pass is serial, or the machine is crowded
      LockSupport.parkNanos(this, nap);
      nap = Math.min(2 * nap, LONGEST_NAP_NANOS);
      state.compareAndSet(ASLEEP, AWAKE);
      return;
    }
    nap = NAP_NANOS;
    long end = System.nanoTime() + KEPT_NANOS;
    while (state.get() == ASLEEP) {
      long left = end - System.nanoTime();
      if (left <= 0 && state.compareAndSet(ASLEEP, GONE)) {
        return;
      }
      Thread.interrupted();
      LockSupport.parkNanos(this, left);
    }
  }

  /** Sees to it that the worker notices a pass that has begun; false: it has ended for good. */
  boolean wake() {
    while (true) {
      int now = state.get();
      if (now != ASLEEP) {
        return now == AWAKE;
      }
      if (state.compareAndSet(ASLEEP, AWAKE)) {
        LockSupport.unpark(thread);
        return true;
      }
    }
  }
}
