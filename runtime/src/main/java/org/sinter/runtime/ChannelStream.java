package org.sinter.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The bytes {@code [offset, offset + length)} of a file. */
final class ChannelStream extends InputStream {
  private final FileChannel channel;
  private long offset;
  private long left;

  ChannelStream(FileChannel channel, long offset, long length) {
    this.channel = channel;
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
    ByteBuffer target = ByteBuffer.wrap(to, at, (int) Math.min(length, left));
    int count = channel.read(target, offset);
    if (count > 0) {
      offset += count;
      left -= count;
    }
    return count;
  }
}
