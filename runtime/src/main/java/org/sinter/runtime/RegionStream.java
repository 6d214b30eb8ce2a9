package org.sinter.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;

/** The bytes {@code [offset, offset + length)} of a file. */
final class RegionStream extends InputStream {
  private final RandomAccessFile file;
  private long offset;
  private long left;

  RegionStream(RandomAccessFile file, long offset, long length) {
    this.file = file;
    this.offset = offset;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int at, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    file.seek(offset);
    int count = file.read(to, at, (int) Math.min(length, left));
    if (count > 0) {
      offset += count;
      left -= count;
    }
    return count;
  }
}
