package org.sinter.cli;

import java.io.PrintStream;
import org.sinter.codegen.jar.Progress;

/** A progress line on a terminal; nothing elsewhere. */
final class Bar implements Progress, AutoCloseable {
  private static final int WIDTH = 30;

  private final PrintStream err;
  private final boolean shown;

  Bar() {
    this.err = java.lang.System.err;
    this.shown = java.lang.System.console() != null;
  }

  @Override
  public void at(String stage, long done, long total) {
    if (shown) {
      int filled = total == 0 ? WIDTH : (int) (WIDTH * done / total);
      String bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
      err.printf("\r\033[K%-10s %s", stage, bar);
      err.flush();
    }
  }

  /** Removes the line. */
  @Override
  public void close() {
    if (shown) {
      err.print("\r\033[K");
      err.flush();
    }
  }
}
