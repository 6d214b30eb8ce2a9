package org.sinter.cli.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What a comparison has found.
 *
 * @param model the model jar's file name
 * @param level the CPU level whose code ran
 * @param machine processor, processors granted, Java
 * @param method rounds and seconds of a block, in words
 */
public record Report(String model, String level, String machine, String method, List<Row> rows) {
  public Report {
    rows = List.copyOf(rows);
  }

  /** The rows of another report of the same model after these. */
  public Report with(Report other) {
    if (!model.equals(other.model)
        || !level.equals(other.level)
        || !peers().equals(other.peers())) {
      throw new IllegalArgumentException(
          "reports of "
              + List.of(model, level, peers())
              + " and of "
              + List.of(other.model, other.level, other.peers())
              + " do not go together");
    }
    List<Row> all = new ArrayList<>(rows);
    all.addAll(other.rows);
    String methods = method.equals(other.method) ? method : method + "; then " + other.method;
    return new Report(model, level, machine, methods, all);
  }

  /** The names of what every row compares with. */
  List<String> peers() {
    return rows.isEmpty() ? List.of() : rows.get(0).peers().stream().map(Peer::name).toList();
  }

  /**
   * One shape on some threads.
   *
   * @param ms median of one run
   * @param flops multiplications and additions of the products of one run
   * @param weightBytes bytes of weights that one run reads
   * @param kernels the most time first
   */
  public record Row(
      String shape,
      int threads,
      double ms,
      double flops,
      double weightBytes,
      Limits limits,
      List<Peer> peers,
      List<KernelTime> kernels) {
    public Row {
      peers = List.copyOf(peers);
      kernels = List.copyOf(kernels);
    }

    public double gflops() {
      return flops / ms / 1e6;
    }

    /** The time that its arithmetic takes at the peaks of fp32 and int8, over the time it took. */
    public double ofPeak() {
      double int8 = kernels.stream().mapToDouble(KernelTime::int8Flops).sum();
      return limits.computeMs(flops - int8, int8) / ms;
    }

    public double weightRate() {
      return weightBytes / ms / 1e6;
    }

    public double ofBandwidth() {
      return weightRate() / limits.weightRate();
    }
  }

  /** Another model on the same inputs: its time over the first model's, with its interval. */
  public record Peer(String name, double ms, double ratio, double low, double high) {}
}
