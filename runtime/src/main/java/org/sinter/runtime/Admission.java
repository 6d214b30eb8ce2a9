package org.sinter.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets {@code places} runs in at once, in the order of arrival; none after {@link #close}. */
final class Admission {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Object> queue = new ArrayDeque<>();
  private final int places;
  private int inside;
  private boolean closed;

  Admission(int places) {
    this.places = places;
  }

  /** Waits for a place; {@code cancellation} and an interrupt end the wait. */
  void enter(Cancellation cancellation, Duration timeout) {
    if (tryEnter(cancellation)) {
      return;
    }
    Runnable wake = this::wake;
    cancellation.attach(wake);
    try {
      await(cancellation, timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for another run to end");
    } finally {
      cancellation.detach(wake);
    }
  }

  private boolean tryEnter(Cancellation cancellation) {
    lock.lock();
    try {
      boolean free = queue.isEmpty() && mayEnter(null, cancellation);
      inside += free ? 1 : 0;
      return free;
    } finally {
      lock.unlock();
    }
  }

  private void await(Cancellation cancellation, Duration timeout) throws InterruptedException {
    lock.lockInterruptibly();
    Object ticket = new Object();
    queue.add(ticket);
    try {
      long nanos = timeout.toNanos();
      while (!mayEnter(ticket, cancellation)) {
        if (nanos <= 0) {
          throw new ModelException(
              "no place for another run within " + timeout + ": " + inside + " are under way");
        }
        nanos = changed.awaitNanos(nanos);
      }
      inside++;
    } finally {
      queue.remove(ticket);
      changed.signalAll();
      lock.unlock();
    }
  }

  private boolean mayEnter(Object ticket, Cancellation cancellation) {
    if (closed) {
      throw new IllegalStateException("the model is closed");
    }
    cancellation.check();
    return inside < places && queue.peek() == ticket;
  }

  void leave() {
    lock.lock();
    try {
      inside--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Turns away all who wait or come, and returns when nobody is inside. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      while (inside > 0) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
