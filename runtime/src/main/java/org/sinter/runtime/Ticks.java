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

  /**
   * The marks of a pass whose workers carried slices of it: from the first begin to the last mark;
   * each call's time is what it took of all workers, over their number, so that calls add up to the
   * pass.
   */
  static long[] together(long[][] workers) {
    long[] all = new long[workers[0].length];
    int busy = 0;
    for (long[] one : workers) {
      if (one[0] != 0) {
        all[0] = busy == 0 ? one[0] : Math.min(all[0], one[0]);
        all[1] = busy == 0 ? one[1] : Math.max(all[1], one[1]);
        busy++;
      }
      for (int i = HEAD; i < all.length; i++) {
        all[i] += one[i];
      }
    }
    for (int i = HEAD; i < all.length && busy > 1; i++) {
      all[i] /= busy;
    }
    return all;
  }

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
