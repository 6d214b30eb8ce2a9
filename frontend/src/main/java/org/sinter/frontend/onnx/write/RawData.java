package org.sinter.frontend.onnx.write;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.sinter.frontend.tensor.PackedElements;
import org.sinter.ir.DType;
import org.sinter.ir.Elements;

/** Elements as ONNX stores them: little-endian, several in a byte where they are narrower. */
record RawData(Elements elements) implements Message.Part {
  private static final int CHUNK = 1 << 14;

  @Override
  public long size() {
    DType type = elements.type();
    return type.bits() >= 8
        ? elements.size() * type.bytes()
        : PackedElements.bytes(type, elements.size());
  }

  @Override
  public void to(OutputStream out) throws IOException {
    int width = elements.type().bytes();
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK * width).order(ByteOrder.LITTLE_ENDIAN);
    for (long at = 0; at < elements.size(); at += CHUNK) {
      int count = (int) Math.min(CHUNK, elements.size() - at);
      buffer.clear();
      elements.read(at, count, buffer);
      int length = elements.type().bits() >= 8 ? count * width : pack(buffer.array(), count);
      out.write(buffer.array(), 0, length);
    }
  }

  /** Codes of a byte each into as few bytes as they need, the first one lowest. */
  private int pack(byte[] codes, int count) {
    int bits = elements.type().bits();
    int each = 8 / bits;
    int length = (count + each - 1) / each;
    for (int i = 0; i < length; i++) {
      int packed = 0;
      for (int j = 0; j < each && i * each + j < count; j++) {
        packed |= (codes[i * each + j] & (1 << bits) - 1) << j * bits;
      }
      codes[i] = (byte) packed;
    }
    return length;
  }
}
