package org.sinter.tests.shapes;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A protobuf message as it is written: fields in order, nested ones with their length. */
public final class Message {
  private static final int VARINT = 0;
  private static final int BYTES = 2;
  private static final int FLOAT = 5;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  Message number(int field, long value) {
    varint(field << 3 | VARINT);
    varint(value);
    return this;
  }

  Message real(int field, float value) {
    varint(field << 3 | FLOAT);
    int bits = Float.floatToIntBits(value);
    for (int i = 0; i < 4; i++) {
      bytes.write(bits >>> 8 * i);
    }
    return this;
  }

  Message text(int field, String value) {
    return put(field, value.getBytes(StandardCharsets.UTF_8));
  }

  Message put(int field, Message value) {
    return put(field, value.bytes.toByteArray());
  }

  Message put(int field, byte[] value) {
    varint(field << 3 | BYTES);
    varint(value.length);
    bytes.writeBytes(value);
    return this;
  }

  /** The other message's fields, too. */
  Message put(Message fields) {
    bytes.writeBytes(fields.toBytes());
    return this;
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  private void varint(long value) {
    while ((value & ~0x7FL) != 0) {
      bytes.write((int) (value & 0x7F | 0x80));
      value >>>= 7;
    }
    bytes.write((int) value);
  }
}
