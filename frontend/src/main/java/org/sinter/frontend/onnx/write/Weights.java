package org.sinter.frontend.onnx.write;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sinter.frontend.file.Replacement;
import org.sinter.ir.Constant;

/** Where constants lie: inside the model, or large ones in a file beside it. */
record Weights(Path beside, Map<Constant, Long> offsets) {
  private static final long LARGE = 1024;
  private static final int ALIGNMENT = 64;

  /** All inside when they have at most {@code mostInline} bytes. */
  static Weights of(Path model, Map<Constant, String> constants, long mostInline) {
    Path beside = model.resolveSibling(model.getFileName() + ".data");
    Map<Constant, Long> offsets = new LinkedHashMap<>();
    long all = 0;
    for (Constant constant : constants.keySet()) {
      all += new RawData(constant.elements()).size();
    }
    long at = 0;
    for (Constant constant : constants.keySet()) {
      long size = new RawData(constant.elements()).size();
      if (all > mostInline && size > LARGE) {
        offsets.put(constant, at);
        at = at + size + ALIGNMENT - 1 & -ALIGNMENT;
      }
    }
    return new Weights(beside, offsets);
  }

  /** {@code TensorProto}. */
  Message tensor(Constant constant, String name) {
    Message tensor = new Message();
    constant.type().dims().forEach(d -> tensor.number(1, d.value()));
    tensor.number(2, Nodes.code(constant.type().dtype())).text(8, name);
    RawData data = new RawData(constant.elements());
    Long offset = offsets.get(constant);
    if (offset == null) {
      return tensor.put(9, data);
    }
    tensor.put(13, entry("location", beside.getFileName().toString()));
    tensor.put(13, entry("offset", offset.toString()));
    tensor.put(13, entry("length", Long.toString(data.size())));
    return tensor.number(14, 1);
  }

  private static Message entry(String key, String value) {
    return new Message().text(1, key).text(2, value);
  }

  /** The file of large constants, if there is one. */
  void writeBeside() {
    if (!offsets.isEmpty()) {
      Replacement.write(beside, this::to);
    }
  }

  private void to(OutputStream out) throws IOException {
    long at = 0;
    for (Map.Entry<Constant, Long> entry : offsets.entrySet()) {
      out.write(new byte[(int) (entry.getValue() - at)]);
      RawData data = new RawData(entry.getKey().elements());
      data.to(out);
      at = entry.getValue() + data.size();
    }
  }
}
