package org.sinter.cli.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sinter.cli.measure.Blocks;
import org.sinter.runtime.Profile;

/**
 * The calls of one kernel in one run.
 *
 * @param kernel its name
 * @param calls how many calls in a run
 * @param ms time of all of them
 * @param flops multiplications and additions of its products
 * @param bytes read and written, {@code weightBytes} of them weights
 * @param nodes where they come from, some of them
 */
public record KernelTime(
    String kernel,
    long calls,
    double ms,
    double flops,
    double bytes,
    double weightBytes,
    List<String> nodes) {
  private static final int SHOWN = 3;
  private static final double LEAST_SHARE = 0.005;

  public KernelTime {
    nodes = List.copyOf(nodes);
  }

  /**
   * Calls of the same kernel together, the most time first; the time of a call is the median of
   * those in some profiles of the same runs.
   */
  public static List<KernelTime> of(List<Profile> profiles) {
    Map<String, KernelTime> kernels = new LinkedHashMap<>();
    Profile first = profiles.get(0);
    double runs = Math.max(1, first.runs());
    for (int i = 0; i < first.calls().size(); i++) {
      Profile.Call call = first.calls().get(i);
      int index = i;
      double[] ms =
          profiles.stream()
              .mapToDouble(p -> p.calls().get(index).nanos() / 1e6 / Math.max(1, p.runs()))
              .toArray();
      List<String> node = call.node().isEmpty() ? List.of() : List.of(call.node());
      KernelTime one =
          new KernelTime(
              call.kernel(),
              1,
              Blocks.median(ms),
              call.flops() / runs,
              call.bytes() / runs,
              call.weightBytes() / runs,
              node);
      kernels.merge(call.kernel(), one, KernelTime::plus);
    }
    return kernels.values().stream()
        .sorted(Comparator.comparingDouble(KernelTime::ms).reversed())
        .toList();
  }

  /** Those that take at least half a hundredth of the time. */
  public static List<KernelTime> telling(List<KernelTime> kernels) {
    double all = kernels.stream().mapToDouble(KernelTime::ms).sum();
    return kernels.stream().filter(k -> k.ms() >= LEAST_SHARE * all).toList();
  }

  private KernelTime plus(KernelTime other) {
    List<String> both = new ArrayList<>(nodes);
    other.nodes.stream().limit(SHOWN - nodes.size()).forEach(both::add);
    return new KernelTime(
        kernel,
        calls + other.calls,
        ms + other.ms,
        flops + other.flops,
        bytes + other.bytes,
        weightBytes + other.weightBytes,
        both);
  }

  /** Those of its flops that multiply bytes: all of a {@code product-i8}, else none. */
  double int8Flops() {
    return kernel.startsWith("product-i8") ? flops : 0;
  }

  public double gflops() {
    return flops / ms / 1e6;
  }

  public double rate() {
    return bytes / ms / 1e6;
  }

  /** The least time that its work can take, over the time it took. */
  public double ofLimit(Limits limits) {
    return limits.leastMs(this) / ms;
  }
}
