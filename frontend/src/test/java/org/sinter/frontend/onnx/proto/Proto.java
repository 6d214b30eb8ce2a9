package org.sinter.frontend.onnx.proto;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Protobuf messages written by hand, right or wrong. */
final class Proto {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  static Proto of() {
    return new Proto();
  }

  Proto varint(int field, long value) {
    return put(out -> out.writeUInt64(field, value));
  }

  Proto float32(int field, float value) {
    return put(out -> out.writeFloat(field, value));
  }

  Proto text(int field, String value) {
    return raw(field, value.getBytes(StandardCharsets.UTF_8));
  }

  Proto raw(int field, byte[] value) {
    return put(out -> out.writeByteArray(field, value));
  }

  Proto message(int field, Proto value) {
    return raw(field, value.toBytes());
  }

  Proto packed(int field, long... values) {
    Proto inner = of();
    for (long value : values) {
      inner.put(out -> out.writeUInt64NoTag(value));
    }
    return message(field, inner);
  }

  Proto packedFloats(int field, float... values) {
    Proto inner = of();
    for (float value : values) {
      inner.put(out -> out.writeFloatNoTag(value));
    }
    return message(field, inner);
  }

  /** {@code StringStringEntryProto}. */
  Proto entry(int field, String key, String value) {
    return message(field, of().text(1, key).text(2, value));
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  Path write(Path file) {
    try {
      return Files.write(file, toBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A model around a graph. */
  static Proto model(Proto graph) {
    return of().varint(1, 8)
        .text(2, "test")
        .message(7, graph)
        .message(8, of().text(1, "").varint(2, 17));
  }

  /** A model around one initializer. */
  static Proto tensorModel(Proto tensor) {
    return model(of().text(2, "g").message(5, tensor));
  }

  /** A model around one node with one attribute. */
  static Proto attributeModel(Proto attribute) {
    return model(of().message(1, of().text(4, "Op").message(5, attribute)));
  }

  private Proto put(Write write) {
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      write.to(out);
      out.flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One write to the stream. */
  private interface Write {
    void to(CodedOutputStream out) throws IOException;
  }
}
