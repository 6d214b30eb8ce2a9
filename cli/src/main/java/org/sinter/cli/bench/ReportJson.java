package org.sinter.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sinter.cli.JsonReader;
import org.sinter.cli.report.Fields;

/** A report as JSON, and back. */
public final class ReportJson {
  private static final int FORMAT = 1;
  private static final long MAX_BYTES = 64 << 20;

  private ReportJson() {}

  /** Maps, lists, numbers and text. */
  public static Map<String, Object> of(Report report) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("format", FORMAT);
    root.put("model", report.model());
    root.put("level", report.level());
    root.put("machine", report.machine());
    root.put("method", report.method());
    root.put("rows", report.rows().stream().map(ReportJson::row).toList());
    return root;
  }

  private static Map<String, Object> row(Report.Row row) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("shape", row.shape());
    object.put("threads", row.threads());
    object.put("ms", row.ms());
    object.put("flops", row.flops());
    object.put("weightBytes", row.weightBytes());
    object.put("gflops", row.gflops());
    object.put("ofPeak", row.ofPeak());
    object.put("weightRate", row.weightRate());
    object.put("ofBandwidth", row.ofBandwidth());
    object.put("limits", limits(row.limits()));
    object.put("peers", row.peers().stream().map(ReportJson::peer).toList());
    object.put("kernels", kernels(row.kernels(), row.limits()));
    return object;
  }

  public static Map<String, Object> limits(Limits limits) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("gflops", limits.gflops());
    object.put("int8", limits.int8());
    object.put("weightRate", limits.weightRate());
    object.put("cacheRate", limits.cacheRate());
    return object;
  }

  private static Map<String, Object> peer(Report.Peer peer) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", peer.name());
    object.put("ms", peer.ms());
    object.put("ratio", peer.ratio());
    object.put("low", peer.low());
    object.put("high", peer.high());
    return object;
  }

  public static List<Object> kernels(List<KernelTime> kernels, Limits limits) {
    List<Object> list = new ArrayList<>();
    for (KernelTime k : kernels) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("kernel", k.kernel());
      object.put("calls", k.calls());
      object.put("ms", k.ms());
      object.put("flops", k.flops());
      object.put("bytes", k.bytes());
      object.put("weightBytes", k.weightBytes());
      object.put("gflops", k.gflops());
      object.put("rate", k.rate());
      object.put("ofLimit", k.ofLimit(limits));
      object.put("nodes", k.nodes());
      list.add(object);
    }
    return list;
  }

  /** A report that was written as JSON before. */
  public static Report read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + ": more than " + MAX_BYTES + " bytes");
    }
    try {
      return report(new Fields(file.toString(), JsonReader.object(Files.readAllBytes(file))));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IOException(file + ": " + e.getOriginalMessage(), e);
    }
  }

  private static Report report(Fields root) throws IOException {
    if (root.number("format") != FORMAT) {
      throw new IOException(root.where() + ": format: expected " + FORMAT);
    }
    List<Report.Row> rows = new ArrayList<>();
    for (Fields row : root.objects("rows")) {
      rows.add(rowOf(row));
    }
    return new Report(
        root.text("model"), root.text("level"), root.text("machine"), root.text("method"), rows);
  }

  private static Report.Row rowOf(Fields row) throws IOException {
    Fields limits = row.object("limits");
    List<Report.Peer> peers = new ArrayList<>();
    for (Fields peer : row.objects("peers")) {
      peers.add(
          new Report.Peer(
              peer.text("name"),
              peer.number("ms"),
              peer.number("ratio"),
              peer.number("low"),
              peer.number("high")));
    }
    List<KernelTime> kernels = new ArrayList<>();
    for (Fields kernel : row.objects("kernels")) {
      kernels.add(kernel(kernel));
    }
    return new Report.Row(
        row.text("shape"),
        (int) row.number("threads"),
        row.number("ms"),
        row.number("flops"),
        row.number("weightBytes"),
        new Limits(
            limits.number("gflops"),
            limits.number(limits.map().containsKey("int8") ? "int8" : "gflops"),
            limits.number("weightRate"),
            limits.number("cacheRate")),
        peers,
        kernels);
  }

  private static KernelTime kernel(Fields k) throws IOException {
    return new KernelTime(
        k.text("kernel"),
        (long) k.number("calls"),
        k.number("ms"),
        k.number("flops"),
        k.number("bytes"),
        k.number("weightBytes"),
        k.list("nodes").stream().map(String::valueOf).toList());
  }
}
