package org.sinter.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * How a model is loaded and run.
 *
 * @param threads threads of one run, the caller's included; also how many runs may go on at once.
 *     While other runs go on or wait it is fewer: all runs together have no more threads than there
 *     are processors
 * @param cache directory for extracted libraries and nested weights, {@code null}: {@code
 *     -Dsinter.cache}, else the user's cache directory
 * @param level name of the CPU level to run, {@code null}: the best that this CPU can run
 * @param queueTimeout how long a run waits for others to end
 * @param retainedBytes how much memory a model keeps between runs
 */
public record Options(
    int threads, Path cache, String level, Duration queueTimeout, long retainedBytes) {
  static final int MAX_THREADS = 1024;
  static final Duration FOREVER = Duration.ofDays(1000);

  public Options {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException("threads: 1 to " + MAX_THREADS + ", not " + threads);
    }
    Objects.requireNonNull(queueTimeout, "queueTimeout");
    queueTimeout = queueTimeout.compareTo(FOREVER) > 0 ? FOREVER : queueTimeout;
    if (retainedBytes < 0) {
      throw new IllegalArgumentException("retainedBytes: not negative, not " + retainedBytes);
    }
  }

  /** All processors that the container grants, a minute in the queue, 256 MiB kept. */
  public static Options defaults() {
    int processors = Math.min(Runtime.getRuntime().availableProcessors(), MAX_THREADS);
    return new Options(processors, null, null, Duration.ofMinutes(1), 256L << 20);
  }

  public Options withThreads(int count) {
    return new Options(count, cache, level, queueTimeout, retainedBytes);
  }

  public Options withCache(Path directory) {
    return new Options(threads, directory, level, queueTimeout, retainedBytes);
  }

  public Options withLevel(String name) {
    return new Options(threads, cache, name, queueTimeout, retainedBytes);
  }

  public Options withQueueTimeout(Duration duration) {
    return new Options(threads, cache, level, duration, retainedBytes);
  }

  public Options withRetainedBytes(long bytes) {
    return new Options(threads, cache, level, queueTimeout, bytes);
  }
}
