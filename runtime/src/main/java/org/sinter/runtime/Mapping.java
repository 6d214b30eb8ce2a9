package org.sinter.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/** A read-only mapping of a part of a file. */
final class Mapping {
  private static final int PAGE = 1 << 16; // of any system
  private static final long HASHED_AT_ONCE = 1 << 26;

  private final long base;
  private final long mapped;
  private final long address;
  private final long bytes;
  private ByteBuffer holder;
  private boolean released;

  private Mapping(long base, long mapped, long address, long bytes, ByteBuffer holder) {
    this.base = base;
    this.mapped = mapped;
    this.address = address;
    this.bytes = bytes;
    this.holder = holder;
  }

  static Mapping of(Source.Region region) throws IOException {
    if (region.bytes() == 0) {
      return new Mapping(0, 0, 0, 0, ByteBuffer.allocate(0));
    }
    long start = region.offset() & -PAGE;
    long length = region.offset() - start + region.bytes();
    ByteBuffer name = name(region.path());
    long base = Native.map(Native.address(name), start, length);
    if (base > 0) {
      return new Mapping(base, length, base + region.offset() - start, region.bytes(), null);
    }
    try (FileChannel channel = FileChannel.open(region.path(), StandardOpenOption.READ)) {
      ByteBuffer holder =
          channel.map(FileChannel.MapMode.READ_ONLY, region.offset(), region.bytes());
      return new Mapping(0, 0, Native.address(holder), region.bytes(), holder);
    }
  }

  /** The zero-terminated name in the system's own bytes, which only the URI tells exactly. */
  private static ByteBuffer name(Path path) {
    String uri = path.toAbsolutePath().toUri().getRawPath();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < uri.length(); i++) {
      if (uri.charAt(i) == '%') {
        bytes.write(Integer.parseInt(uri.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.write(uri.charAt(i));
      }
    }
    return ByteBuffer.allocateDirect(bytes.size() + 1).put(bytes.toByteArray());
  }

  long address() {
    return address;
  }

  /** The SHA-256 of all mapped bytes. */
  String sha256() {
    MessageDigest digest = SourceReader.sha256();
    for (long at = 0; at < bytes; at += HASHED_AT_ONCE) {
      digest.update(Native.view(address + at, Math.min(HASHED_AT_ONCE, bytes - at)));
    }
    return SourceReader.hex(digest.digest());
  }

  synchronized void release() {
    if (!released && mapped > 0) {
      Native.release(base, mapped);
    }
    released = true;
    holder = null;
  }
}
