package org.sinter.runtime;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A cancellation that comes after a while, unless closed before. */
final class Deadline implements AutoCloseable {
  private final Cancellation token = new Cancellation();
  private final CompletableFuture<Void> timer = new CompletableFuture<>();

  Deadline(Duration after) {
    timer
        .orTimeout(nanos(after), TimeUnit.NANOSECONDS)
        .whenComplete(
            (value, timeout) -> {
              if (timeout != null) {
                token.cancel("deadline of " + after + " passed");
              }
            });
  }

  private static long nanos(Duration after) {
    return after.compareTo(Options.FOREVER) > 0 ? Options.FOREVER.toNanos() : after.toNanos();
  }

  Cancellation token() {
    return token;
  }

  @Override
  public void close() {
    timer.complete(null);
  }
}
