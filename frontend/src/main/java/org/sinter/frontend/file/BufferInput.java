package org.sinter.frontend.file;

import java.io.InputStream;
import java.nio.ByteBuffer;

/** A buffer, such as a mapped file, as a stream. */
public final class BufferInput extends InputStream {
  private final ByteBuffer bytes;

  public BufferInput(ByteBuffer bytes) {
    this.bytes = bytes.slice();
  }

  @Override
  public int read() {
    return bytes.hasRemaining() ? bytes.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] to, int offset, int length) {
    int count = Math.min(length, bytes.remaining());
    bytes.get(to, offset, count);
    return count == 0 && length > 0 ? -1 : count;
  }

  @Override
  public long skip(long count) {
    int skipped = (int) Math.max(0, Math.min(count, bytes.remaining()));
    bytes.position(bytes.position() + skipped);
    return skipped;
  }

  @Override
  public int available() {
    return bytes.remaining();
  }
}
