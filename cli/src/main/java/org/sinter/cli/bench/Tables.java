package org.sinter.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sinter.cli.report.TextTable;

/** A report's tables. */
public final class Tables {
  private static final int NODE = 60;

  private Tables() {}

  /** A row for each shape and number of threads. */
  public static TextTable speeds(Report report) {
    List<String> head = new ArrayList<>(List.of("shape", "threads", "ms"));
    for (String peer : report.peers()) {
      head.add(peer + ", ms");
      head.add("times faster");
    }
    head.addAll(List.of("GFLOP/s", "of peak", "weights GB/s", "of bandwidth"));
    TextTable table = new TextTable(head);
    for (Report.Row row : report.rows()) {
      List<String> cells = new ArrayList<>();
      cells.addAll(List.of(row.shape(), "" + row.threads(), text("%.3f", row.ms())));
      for (Report.Peer peer : row.peers()) {
        cells.add(text("%.3f", peer.ms()));
        cells.add(text("%.2f [%.2f, %.2f]", peer.ratio(), peer.low(), peer.high()));
      }
      cells.add(text("%.1f", row.gflops()));
      cells.add(percent(row.ofPeak()));
      cells.add(text("%.1f", row.weightRate()));
      cells.add(percent(row.ofBandwidth()));
      table.row(cells);
    }
    return table;
  }

  /** A row for each number of threads and shape: what the machine can do. */
  public static TextTable limits(Report report) {
    TextTable table =
        new TextTable(
            "shape",
            "threads",
            "peak GFLOP/s",
            "int8 GOP/s",
            "weights' bytes at GB/s",
            "1 MB at GB/s");
    for (Report.Row row : report.rows()) {
      Limits limits = row.limits();
      table.row(
          row.shape(),
          row.threads(),
          text("%.1f", limits.gflops()),
          text("%.1f", limits.int8()),
          text("%.1f", limits.weightRate()),
          text("%.1f", limits.cacheRate()));
    }
    return table;
  }

  /** A row for each kernel, the most time first. */
  public static TextTable kernels(List<KernelTime> kernels, Limits limits) {
    double all = kernels.stream().mapToDouble(KernelTime::ms).sum();
    TextTable table =
        new TextTable(
            "kernel", "calls", "ms", "of time", "GFLOP/s", "GB/s", "of limit", "for instance");
    for (KernelTime k : kernels) {
      String node = k.nodes().isEmpty() ? "" : k.nodes().get(0);
      boolean long_ = node.length() > NODE;
      table.row(
          k.kernel(),
          k.calls(),
          text("%.4f", k.ms()),
          percent(k.ms() / all),
          text("%.1f", k.gflops()),
          text("%.1f", k.rate()),
          limit(k.ofLimit(limits)),
          long_ ? "…" + node.substring(node.length() - NODE + 1) : node);
    }
    return table;
  }

  /** More than all: its values lay in a faster cache than that measured. */
  static String limit(double share) {
    return share > 1.05 ? "> 100 %" : percent(share);
  }

  private static String percent(double share) {
    return Double.isFinite(share) ? text("%.0f %%", 100 * share) : "";
  }

  static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
