package org.sinter.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets runs in, in the order of arrival, and gives each its threads. The runs of all models (of one
 * class loader) have no more threads together than there are processors, or than the run asks for
 * that is alone; a model has {@code places} runs at once. A run leaves a thread to each that waits.
 */
final class Admission {
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Condition CHANGED = LOCK.newCondition();
  private static final ArrayDeque<Ticket> QUEUE = new ArrayDeque<>();
  private static final Runs ALL = new Runs();

  /** The runs of all models. */
  private static final class Runs {
    private int threads;
    private boolean team; // one of them has several threads: there is one team
  }

  private final int places;
  private int inside;
  private boolean closed;

  private static final class Ticket {
    private final Admission model;

    Ticket(Admission model) {
      this.model = model;
    }
  }

  /** {@code places}: how many threads a run would like, and how many runs go on at once. */
  Admission(int places) {
    this.places = places;
  }

  /**
   * Waits for a place, and returns with how many threads to run; {@code cancellation} and an
   * interrupt end the wait.
   */
  int enter(Cancellation cancellation, Duration timeout) {
    int threads = tryEnter(cancellation);
    if (threads > 0) {
      return threads;
    }
    Runnable wake = this::wake;
    cancellation.attach(wake);
    try {
      return await(cancellation, timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for another run to end");
    } finally {
      cancellation.detach(wake);
    }
  }

  private int tryEnter(Cancellation cancellation) {
    LOCK.lock();
    try {
      return mayEnter(null, cancellation) ? grant(QUEUE.size()) : 0;
    } finally {
      LOCK.unlock();
    }
  }

  private int await(Cancellation cancellation, Duration timeout) throws InterruptedException {
    LOCK.lockInterruptibly();
    Ticket ticket = new Ticket(this);
    QUEUE.add(ticket);
    try {
      long nanos = timeout.toNanos();
      while (!mayEnter(ticket, cancellation)) {
        if (nanos <= 0) {
          throw new ModelException(
              "no place for another run within " + timeout + ": " + inside + " are under way");
        }
        nanos = CHANGED.awaitNanos(nanos);
      }
      return grant(QUEUE.size() - 1);
    } finally {
      QUEUE.remove(ticket);
      CHANGED.signalAll();
      LOCK.unlock();
    }
  }

  private boolean mayEnter(Ticket ticket, Cancellation cancellation) {
    if (closed) {
      throw new IllegalStateException("the model is closed");
    }
    cancellation.check();
    return hasPlace() && free() > 0 && isNext(ticket);
  }

  private boolean hasPlace() {
    return inside < places;
  }

  private int free() {
    return Math.max(Runtime.getRuntime().availableProcessors(), places) - ALL.threads;
  }

  /** Whether all who came earlier wait for a run of their own model to end. */
  private static boolean isNext(Ticket ticket) {
    for (Ticket each : QUEUE) {
      if (each == ticket) {
        return true;
      }
      if (each.model.hasPlace()) {
        return false;
      }
    }
    return true;
  }

  private int grant(int waiting) {
    int threads = ALL.team ? 1 : Math.max(1, Math.min(places, free() - waiting));
    ALL.team |= threads > 1;
    ALL.threads += threads;
    inside++;
    return threads;
  }

  /** Ends a run that had so many threads. */
  void leave(int threads) {
    LOCK.lock();
    try {
      ALL.team &= threads == 1;
      ALL.threads -= threads;
      inside--;
      CHANGED.signalAll();
    } finally {
      LOCK.unlock();
    }
  }

  private void wake() {
    LOCK.lock();
    try {
      CHANGED.signalAll();
    } finally {
      LOCK.unlock();
    }
  }

  /** Turns away all who wait or come, and returns when nobody is inside. */
  void close() {
    LOCK.lock();
    try {
      closed = true;
      CHANGED.signalAll();
      while (inside > 0) {
        CHANGED.awaitUninterruptibly();
      }
    } finally {
      LOCK.unlock();
    }
  }
}
