package org.sinter.frontend.onnx.write;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A protobuf message: fields in order, large ones made while they are written. */
final class Message {
  private static final int VARINT = 0;
  private static final int BYTES = 2;
  private static final int FLOAT = 5;

  /** Bytes of known number. */
  interface Part {
    long size();

    void to(OutputStream out) throws IOException;
  }

  private final List<Part> parts = new ArrayList<>();
  private long size;

  Message number(int field, long value) {
    varint((long) field << 3 | VARINT);
    varint(value);
    return this;
  }

  Message real(int field, float value) {
    varint((long) field << 3 | FLOAT);
    byte[] bytes = new byte[4];
    int bits = Float.floatToIntBits(value);
    for (int i = 0; i < 4; i++) {
      bytes[i] = (byte) (bits >>> 8 * i);
    }
    add(bytes);
    return this;
  }

  Message text(int field, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    varint((long) field << 3 | BYTES);
    varint(bytes.length);
    add(bytes);
    return this;
  }

  Message put(int field, Message value) {
    varint((long) field << 3 | BYTES);
    varint(value.size);
    parts.addAll(value.parts);
    size += value.size;
    return this;
  }

  Message put(int field, Part value) {
    varint((long) field << 3 | BYTES);
    varint(value.size());
    parts.add(value);
    size += value.size();
    return this;
  }

  long size() {
    return size;
  }

  void to(OutputStream out) throws IOException {
    for (Part part : parts) {
      part.to(out);
    }
  }

  private void varint(long value) {
    ByteBuffer bytes = ByteBuffer.allocate(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes.put((byte) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    bytes.put((byte) rest);
    byte[] all = new byte[bytes.position()];
    bytes.flip().get(all);
    add(all);
  }

  private void add(byte[] bytes) {
    size += bytes.length;
    parts.add(new Held(bytes));
  }

  /** Bytes in memory. */
  private record Held(byte[] bytes) implements Part {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public void to(OutputStream out) throws IOException {
      out.write(bytes);
    }
  }
}
