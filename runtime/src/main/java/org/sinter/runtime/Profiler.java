package org.sinter.runtime;

import java.util.ArrayList;
import java.util.List;

/** Adds up what kernel calls take over runs. */
final class Profiler {
  private final List<KernelCall> calls;
  private final long[][] sums; // of each call: nanos, flops, bytes, bytes of weights
  private long runs;
  private long nanos;

  Profiler(List<KernelCall> calls) {
    this.calls = calls;
    this.sums = new long[calls.size()][4];
  }

  /** One run: its time and its calls. */
  synchronized void add(long time, List<Profile.Call> run) {
    runs++;
    nanos += time;
    for (int i = 0; i < sums.length; i++) {
      Profile.Call call = run.get(i);
      sums[i][0] += call.nanos();
      sums[i][1] += call.flops();
      sums[i][2] += call.bytes();
      sums[i][3] += call.weightBytes();
    }
  }

  synchronized Profile profile(String model, String level) {
    List<Profile.Call> totals = new ArrayList<>();
    for (int i = 0; i < sums.length; i++) {
      KernelCall call = calls.get(i);
      long[] sum = sums[i];
      totals.add(new Profile.Call(call.kernel(), call.node(), sum[0], sum[1], sum[2], sum[3]));
    }
    return new Profile(model, level, runs, nanos, totals);
  }
}
