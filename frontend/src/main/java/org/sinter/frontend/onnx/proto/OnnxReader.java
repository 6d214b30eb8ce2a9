package org.sinter.frontend.onnx.proto;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sinter.frontend.file.Failure;
import org.sinter.frontend.file.FileSlice;
import org.sinter.frontend.file.HeapBudget;

/** Reads {@code ModelProto}: file → {@link OnnxModel}, with every tensor left in its file. */
public final class OnnxReader {
  private final Wire in;
  private final Map<String, Long> opsets = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final List<OnnxFunction> functions = new ArrayList<>();
  private long irVersion;
  private String producer = "";
  private String producerVersion = "";
  private OnnxGraph graph;

  private OnnxReader(Wire in) {
    this.in = in;
  }

  public static OnnxModel read(Path file) {
    return read(file, HeapBudget.half());
  }

  static OnnxModel read(Path file, HeapBudget budget) {
    FileSlice slice = FileSlice.of(file);
    if (slice.length() > Integer.MAX_VALUE) {
      throw Failure.at(
          file, "", "over 2 GiB: a protobuf cannot be; large weights belong in external data");
    }
    return new OnnxReader(new Wire(slice, budget)).model();
  }

  private OnnxModel model() {
    while (in.next()) {
      field();
    }
    if (graph == null) {
      throw in.fail("not an ONNX model: no graph");
    }
    return new OnnxModel(
        in.file().file(), irVersion, opsets, producer, producerVersion, metadata, graph, functions);
  }

  private void field() {
    switch (in.field()) {
      case 1 -> irVersion = in.varint();
      case 2 -> producer = in.string();
      case 3 -> producerVersion = in.string();
      case 7 -> graph();
      case 8 -> opset(in, opsets);
      case 14 -> Entries.read(in, "metadata_props", metadata);
      case 25 -> functions.add(new FunctionReader(in).read("functions[" + functions.size() + "]"));
      default -> in.skip();
    }
  }

  private void graph() {
    if (graph != null) {
      throw in.fail("a second graph");
    }
    graph = new GraphReader(in, 0).read("graph");
  }

  /** {@code OperatorSetIdProto}; a domain imported twice must have one version. */
  static void opset(Wire in, Map<String, Long> opsets) {
    String domain = "";
    long version = 0;
    in.enter("opset_import");
    while (in.next()) {
      switch (in.field()) {
        case 1 -> domain = in.string();
        case 2 -> version = in.varint();
        default -> in.skip();
      }
    }
    Long before = opsets.put(domain.equals("ai.onnx") ? "" : domain, version);
    if (before != null && before != version) {
      throw in.fail("domain '" + domain + "' imported as " + before + " and as " + version);
    }
    in.leave();
  }
}
