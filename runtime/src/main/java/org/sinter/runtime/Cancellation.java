package org.sinter.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** A token that ends the runs it was given to, those under way and those to come. */
public final class Cancellation {
  private final List<Runnable> listeners = new ArrayList<>();
  private String reason;

  /** Ends the runs with a {@link CancellationException}. */
  public void cancel() {
    cancel("cancelled");
  }

  void cancel(String why) {
    List<Runnable> called;
    synchronized (listeners) {
      if (reason != null) {
        return;
      }
      reason = why;
      called = new ArrayList<>(listeners);
    }
    for (Runnable listener : called) {
      listener.run();
    }
  }

  public boolean isCancelled() {
    synchronized (listeners) {
      return reason != null;
    }
  }

  /** Calls {@code listener} at cancellation, at once if that has been. */
  void attach(Runnable listener) {
    synchronized (listeners) {
      if (reason == null) {
        listeners.add(listener);
        return;
      }
    }
    listener.run();
  }

  void detach(Runnable listener) {
    synchronized (listeners) {
      listeners.remove(listener);
    }
  }

  void check() {
    synchronized (listeners) {
      if (reason != null) {
        throw new CancellationException(reason);
      }
    }
  }
}
