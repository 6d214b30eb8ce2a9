package org.sinter.frontend.file;

/** How much heap one file may take while it is read, so that no header's word decides it. */
public final class HeapBudget {
  private final long limit;
  private long taken;

  public HeapBudget(long limit) {
    this.limit = limit;
  }

  /** Half of what the JVM may use, at most 2 GiB. */
  public static HeapBudget half() {
    return new HeapBudget(Math.min(Runtime.getRuntime().maxMemory() / 2, 1L << 31));
  }

  /** Takes {@code bytes}; false when the limit is passed. */
  public boolean take(long bytes) {
    taken += bytes;
    return taken <= limit;
  }

  public long limit() {
    return limit;
  }
}
