package org.sinter.frontend.tensor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import org.sinter.frontend.file.Failure;
import org.sinter.frontend.file.Replacement;
import org.sinter.frontend.tensor.Safetensors.Content;
import org.sinter.ir.DType;

/** Writes safetensors piece by piece: the same tensors give the same bytes. */
final class SafetensorsWriter {
  /** Elements at a time; even, so that no byte of packed ones is split. */
  private static final int PIECE = 1 << 16;

  private SafetensorsWriter() {}

  static void write(
      Path file, SortedMap<String, Content> tensors, SortedMap<String, String> metadata) {
    for (Map.Entry<String, Content> entry : tensors.entrySet()) {
      Content tensor = entry.getValue();
      if (isPacked(tensor) && tensor.elements().size() % 2 != 0) {
        throw Failure.at(file, entry.getKey(), "safetensors has only even numbers of f4e2m1");
      }
    }
    Replacement.write(
        file,
        out -> {
          header(out, tensors, metadata);
          for (Content tensor : tensors.values()) {
            elements(out, tensor);
          }
        });
  }

  private static void elements(OutputStream out, Content tensor) throws IOException {
    int width = tensor.elements().type().bytes();
    ByteBuffer piece = ByteBuffer.allocate(PIECE * width).order(ByteOrder.LITTLE_ENDIAN);
    long size = tensor.elements().size();
    for (long first = 0; first < size; first += PIECE) {
      piece.clear();
      tensor.elements().read(first, (int) Math.min(PIECE, size - first), piece);
      ByteBuffer bytes = isPacked(tensor) ? pack(piece.flip()) : piece.flip();
      out.write(bytes.array(), 0, bytes.limit());
    }
  }

  /** The header, filled up with spaces so that the data start at a multiple of 8. */
  private static void header(
      OutputStream out, Map<String, Content> tensors, Map<String, String> metadata)
      throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      metadata(json, metadata);
      long offset = 0;
      for (Map.Entry<String, Content> entry : tensors.entrySet()) {
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

  private static long entry(JsonGenerator json, String name, Content tensor, long offset)
      throws IOException {
    DType type = tensor.elements().type();
    long size = tensor.elements().size();
    long end = offset + (isPacked(tensor) ? size / 2 : size * type.bytes());
    json.writeObjectFieldStart(name);
    json.writeStringField("dtype", SafetensorsType.name(type));
    json.writeFieldName("shape");
    json.writeArray(tensor.shape(), 0, tensor.shape().length);
    json.writeFieldName("data_offsets");
    json.writeArray(new long[] {offset, end}, 0, 2);
    json.writeEndObject();
    return end;
  }

  private static boolean isPacked(Content tensor) {
    return tensor.elements().type() == DType.F4E2M1;
  }

  private static ByteBuffer pack(ByteBuffer codes) {
    ByteBuffer packed = ByteBuffer.allocate(codes.remaining() / 2);
    while (codes.hasRemaining()) {
      packed.put((byte) (codes.get() & 0xf | codes.get() << 4));
    }
    return packed.flip();
  }
}
