package org.sinter.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The one team of worker threads that all models share (of one class loader); one pass owns it at a
 * time, others run on their callers' threads alone ({@link Admission} gives them one thread). Its
 * native state is {@code Team} in runtime.c.
 */
final class Team {
  private static final Team TEAM = new Team();
  private static final int BYTES = 128 * (3 + 64);
  private static final int ALIGNMENT = 128;
  private static final int SEATS = 0;
  private static final int PASS = 8;
  private static final int ALONE = 16;

  private final ByteBuffer words;
  private final long address;
  private final AtomicInteger owners = new AtomicInteger(); // 0 or 1
  private final AtomicLong passes = new AtomicLong();
  private Worker[] workers = new Worker[0]; // of the pass that owns the team

  private Team() {
    ByteBuffer memory = ByteBuffer.allocateDirect(BYTES + ALIGNMENT).alignedSlice(ALIGNMENT);
    words = memory.order(ByteOrder.LITTLE_ENDIAN);
    address = Native.address(words);
  }

  /**
   * Begins a pass of so many threads; returns the address of the team for {@code Call.team}, 0:
   * none. {@link #leave} must follow.
   */
  static long enter(int threads) {
    if (threads == 1 || !TEAM.owners.compareAndSet(0, 1)) {
      return 0;
    }
    TEAM.wake(threads - 1);
    return TEAM.address;
  }

  static void leave(long team) {
    if (team != 0) {
      TEAM.words.putLong(PASS, 0);
      TEAM.owners.set(0);
    }
  }

  private void wake(int seats) {
    words.putLong(SEATS, seats);
    words.putLong(PASS, 1);
    passes.incrementAndGet();
    if (words.getLong(ALONE) != 0) {
      return; // others want the processors
    }
    if (workers.length < seats) {
      workers = Arrays.copyOf(workers, seats);
    }
    for (int i = 0; i < seats; i++) {
      if (workers[i] == null || !workers[i].wake()) {
        workers[i] = Worker.start(this, i + 1);
      }
    }
  }

  /** How many passes have begun: a worker that misses one looks again before it sleeps. */
  long passes() {
    return passes.get();
  }

  /** Whether a pass is under way that worker {@code index} may join. */
  boolean wants(int index) {
    return words.getLong(PASS) != 0 && words.getLong(SEATS) >= index;
  }

  long address() {
    return address;
  }
}
