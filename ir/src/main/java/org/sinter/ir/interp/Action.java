package org.sinter.ir.interp;

/** A compiled statement; one frame for each lane that takes part. */
@FunctionalInterface
interface Action {
  void run(long[][] frames);
}
