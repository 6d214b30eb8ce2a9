package org.sinter.frontend.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes {@code [offset, offset + length)} of a file, left where they lie. */
public record FileSlice(Path file, long offset, long length) {
  private static final int PAGE = 4096;

  public FileSlice {
    if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
      throw new IllegalArgumentException("slice of " + length + " bytes at " + offset);
    }
  }

  /** The whole of a regular file. */
  public static FileSlice of(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw Failure.at(file, "", Files.exists(file) ? "not a file" : "no such file");
      }
      return new FileSlice(file, 0, Files.size(file));
    } catch (IOException e) {
      throw Failure.at(file, "", "cannot be read", e);
    }
  }

  /** A part of this slice; {@code from} counts from its start. */
  public FileSlice part(long from, long size) {
    if (from < 0 || size < 0 || from > length - size) {
      throw new IllegalArgumentException(size + " bytes at " + from + " of " + length);
    }
    return new FileSlice(file, offset + from, size);
  }

  /** These bytes, read-only and little-endian; at most 2 GiB at a time, mapped if over a page. */
  public ByteBuffer map() {
    if (length > Integer.MAX_VALUE) {
      throw Failure.at(file, "byte " + offset, length + " bytes exceed one 2 GiB window");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() < offset + length) {
        throw Failure.at(file, "byte " + offset, "the file has become shorter");
      }
      ByteBuffer bytes =
          length <= PAGE ? copy(channel) : channel.map(MapMode.READ_ONLY, offset, length);
      return bytes.order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw Failure.at(file, "byte " + offset, "cannot be mapped", e);
    }
  }

  /** A process has only so many mappings, and a model may have many small tensors. */
  private ByteBuffer copy(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, offset + bytes.position()) < 0) {
        throw new EOFException("the file has become shorter");
      }
    }
    return bytes.flip().asReadOnlyBuffer();
  }
}
