package org.sinter.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sinter.cli.JsonReader;

/** A report as JSON, and back. */
public final class ReportJson {
  private static final int FORMAT = 1;
  private static final long MAX_BYTES = 64 << 20;

  private final String where;

  private ReportJson(String where) {
    this.where = where;
  }

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
      return new ReportJson(file.toString()).report(JsonReader.object(Files.readAllBytes(file)));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IOException(file + ": " + e.getOriginalMessage(), e);
    }
  }

  private Report report(Map<?, ?> root) throws IOException {
    if (number(root, "format") != FORMAT) {
      throw wrong("format", "" + FORMAT);
    }
    List<Report.Row> rows = new ArrayList<>();
    for (Object row : list(root, "rows")) {
      rows.add(rowOf(map(row, "rows")));
    }
    return new Report(
        text(root, "model"),
        text(root, "level"),
        text(root, "machine"),
        text(root, "method"),
        rows);
  }

  private Report.Row rowOf(Map<?, ?> row) throws IOException {
    Map<?, ?> limits = map(row.get("limits"), "limits");
    List<Report.Peer> peers = new ArrayList<>();
    for (Object each : list(row, "peers")) {
      Map<?, ?> peer = map(each, "peers");
      peers.add(
          new Report.Peer(
              text(peer, "name"),
              number(peer, "ms"),
              number(peer, "ratio"),
              number(peer, "low"),
              number(peer, "high")));
    }
    List<KernelTime> kernels = new ArrayList<>();
    for (Object each : list(row, "kernels")) {
      kernels.add(kernel(map(each, "kernels")));
    }
    return new Report.Row(
        text(row, "shape"),
        (int) number(row, "threads"),
        number(row, "ms"),
        number(row, "flops"),
        number(row, "weightBytes"),
        new Limits(
            number(limits, "gflops"),
            number(limits, limits.containsKey("int8") ? "int8" : "gflops"),
            number(limits, "weightRate"),
            number(limits, "cacheRate")),
        peers,
        kernels);
  }

  private KernelTime kernel(Map<?, ?> k) throws IOException {
    return new KernelTime(
        text(k, "kernel"),
        (long) number(k, "calls"),
        number(k, "ms"),
        number(k, "flops"),
        number(k, "bytes"),
        number(k, "weightBytes"),
        list(k, "nodes").stream().map(String::valueOf).toList());
  }

  private IOException wrong(String name, String expected) {
    return new IOException(where + ": " + name + ": expected " + expected);
  }

  private String text(Map<?, ?> map, String name) throws IOException {
    if (map.get(name) instanceof String text) {
      return text;
    }
    throw wrong(name, "text");
  }

  private double number(Map<?, ?> map, String name) throws IOException {
    if (map.get(name) instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong(name, "a number");
  }

  private List<?> list(Map<?, ?> map, String name) throws IOException {
    if (map.get(name) instanceof List<?> list) {
      return list;
    }
    throw wrong(name, "a list");
  }

  private Map<?, ?> map(Object value, String name) throws IOException {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw wrong(name, "objects");
  }
}
