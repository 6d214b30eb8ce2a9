package org.sinter.runtime;

/**
 * Ticks of the native clock as nanoseconds. What a tick takes is learned from the passes seen so
 * far: the more time lies between the first and the last, the better.
 */
final class Ticks {
  /** Words of the native profile before those of the calls: ticks at its begin and last mark. */
  static final int HEAD = 2;

  private long firstTick;
  private long firstNano;
  private boolean started;

  /** Of a pass that began and ended at these ticks, between two times of {@code nanoTime}. */
  synchronized double nanosPerTick(long[] marks, long before, long after) {
    if (!started) {
      started = true;
      firstTick = marks[0];
      firstNano = before;
    }
    long ticks = marks[1] - firstTick;
    return ticks <= 0 ? 0 : (double) (after - firstNano) / ticks;
  }
}
