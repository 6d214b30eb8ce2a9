package org.sinter.runtime;

import java.util.List;

/**
 * What the kernel calls of a model took in some runs.
 *
 * @param level the CPU level whose code ran
 * @param runs how many runs
 * @param nanos the time of all of them, from entering native code to leaving it
 * @param calls in the order in which a run makes them
 */
public record Profile(String model, String level, long runs, long nanos, List<Call> calls) {
  public Profile {
    calls = List.copyOf(calls);
  }

  /**
   * One kernel call, all runs together.
   *
   * @param kernel its name; several calls may share a kernel
   * @param node where in the model's source it comes from, may be empty
   * @param nanos time, the hand-over to other threads included
   * @param flops multiplications and additions of its products
   * @param bytes read and written, were each value touched once
   * @param weightBytes those of them that are weights
   */
  public record Call(
      String kernel, String node, long nanos, long flops, long bytes, long weightBytes) {}
}
