package org.sinter.frontend.tensor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import org.sinter.frontend.file.Failure;
import org.sinter.frontend.file.Replacement;
import org.sinter.ir.DType;
import org.sinter.ir.Tensor;

/** Writes safetensors: the same tensors give the same bytes. */
final class SafetensorsWriter {
  private SafetensorsWriter() {}

  static void write(
      Path file, SortedMap<String, Tensor> tensors, SortedMap<String, String> metadata) {
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      if (tensor.type() == DType.F4E2M1 && tensor.size() % 2 != 0) {
        throw Failure.at(file, entry.getKey(), "safetensors has only even numbers of f4e2m1");
      }
    }
    Replacement.write(
        file,
        out -> {
          header(out, tensors, metadata);
          WritableByteChannel channel = Channels.newChannel(out);
          for (Tensor tensor : tensors.values()) {
            channel.write(bytes(tensor));
          }
        });
  }

  /** The header, filled up with spaces so that the data start at a multiple of 8. */
  private static void header(
      OutputStream out, Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      metadata(json, metadata);
      long offset = 0;
      for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
        offset = entry(json, entry.getKey(), entry.getValue(), offset);
      }
      json.writeEndObject();
    }
    while (text.size() % 8 != 0) {
      text.write(' ');
    }
    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    out.write(length.putLong(text.size()).array());
    text.writeTo(out);
  }

  private static void metadata(JsonGenerator json, Map<String, String> metadata)
      throws IOException {
    if (!metadata.isEmpty()) {
      json.writeObjectFieldStart("__metadata__");
      for (Map.Entry<String, String> entry : metadata.entrySet()) {
        json.writeStringField(entry.getKey(), entry.getValue());
      }
      json.writeEndObject();
    }
  }

  private static long entry(JsonGenerator json, String name, Tensor tensor, long offset)
      throws IOException {
    long end = offset + bytes(tensor).remaining();
    json.writeObjectFieldStart(name);
    json.writeStringField("dtype", SafetensorsType.name(tensor.type()));
    json.writeFieldName("shape");
    json.writeArray(tensor.shape(), 0, tensor.shape().length);
    json.writeFieldName("data_offsets");
    json.writeArray(new long[] {offset, end}, 0, 2);
    json.writeEndObject();
    return end;
  }

  private static ByteBuffer bytes(Tensor tensor) {
    return tensor.type() == DType.F4E2M1 ? pack(tensor.bytes()) : tensor.bytes();
  }

  private static ByteBuffer pack(ByteBuffer codes) {
    ByteBuffer packed = ByteBuffer.allocate(codes.remaining() / 2);
    while (codes.hasRemaining()) {
      packed.put((byte) (codes.get() & 0xf | codes.get() << 4));
    }
    return packed.flip();
  }
}
