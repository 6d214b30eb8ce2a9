package org.sinter.frontend.tensor;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.sinter.frontend.file.Failure;
import org.sinter.frontend.file.FileSlice;
import org.sinter.frontend.file.Replacement;
import org.sinter.ir.Tensor;

/** NumPy's array files, versions 1 to 3: magic, version, length of the header, header, elements. */
public final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MAX_HEADER = 1 << 16;

  private Npy() {}

  /** The array, over the mapped file where its order allows. */
  public static Tensor read(Path file) {
    try {
      return read(FileSlice.of(file).map());
    } catch (IllegalArgumentException e) {
      throw Failure.at(file, "", "damaged npy", e);
    }
  }

  public static void write(Path file, Tensor tensor) {
    try {
      NpyType.name(tensor.type());
    } catch (IllegalArgumentException e) {
      throw Failure.at(file, "", "cannot be written", e);
    }
    Replacement.write(file, out -> write(out, tensor));
  }

  /** Reads all of {@code bytes}; an {@link IllegalArgumentException} says what is wrong. */
  static Tensor read(ByteBuffer bytes) {
    ByteBuffer in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    NpyHeader header = header(in);
    long size = header.size().orElseThrow(() -> new IllegalArgumentException("impossible shape"));
    if (size * header.type().bytes() != in.remaining()) {
      throw new IllegalArgumentException(
          in.remaining() + " bytes of data for " + size + " elements of " + header.type());
    }
    return NpyOrder.tensor(header, in.slice().order(ByteOrder.LITTLE_ENDIAN));
  }

  private static NpyHeader header(ByteBuffer in) {
    if (in.remaining() < 12 || !in.slice(0, 6).equals(ByteBuffer.wrap(MAGIC))) {
      throw new IllegalArgumentException("no npy magic");
    }
    int version = in.position(6).get();
    in.position(8);
    if (version < 1 || version > 3) {
      throw new IllegalArgumentException("unknown version " + version);
    }
    int length = version == 1 ? in.getShort() & 0xffff : in.getInt();
    if (length < 0 || length > MAX_HEADER || length > in.remaining()) {
      throw new IllegalArgumentException(
          "a header of " + Integer.toUnsignedLong(length) + " bytes does not fit");
    }
    byte[] text = new byte[length];
    in.get(text);
    return NpyHeader.parse(new String(text, StandardCharsets.UTF_8));
  }

  /** Version 1, the data at a multiple of 64 as NumPy writes it. */
  static void write(OutputStream out, Tensor tensor) throws IOException {
    String text = NpyHeader.print(tensor.type(), tensor.shape());
    int length = (10 + text.length() + 1 + 63) / 64 * 64 - 10;
    ByteBuffer start = ByteBuffer.allocate(10 + length).order(ByteOrder.LITTLE_ENDIAN);
    start.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) length);
    String padded = text + " ".repeat(length - 1 - text.length()) + "\n";
    start.put(padded.getBytes(StandardCharsets.UTF_8));
    out.write(start.array());
    Channels.newChannel(out).write(tensor.bytes());
  }
}
