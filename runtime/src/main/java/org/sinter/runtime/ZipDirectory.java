package org.sinter.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Reads the central directory of a zip file, found from the file's end. */
final class ZipDirectory {
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int LOCATOR = 0x07064b50;
  private static final int LOCATOR_BYTES = 20;
  private static final int END64 = 0x06064b50;
  private static final int END64_BYTES = 56;
  private static final int CENTRAL = 0x02014b50;
  private static final int CENTRAL_BYTES = 46;
  private static final int MAX_BYTES = 256 << 20;
  private static final long UNSIGNED = 0xffffffffL;

  private final Zip zip;
  private final String prefix;

  ZipDirectory(Zip zip, String prefix) {
    this.zip = zip;
    this.prefix = prefix;
  }

  void read(Map<String, Zip.Entry> entries) throws IOException {
    long end = findEnd();
    ByteBuffer record = zip.read(end, END_BYTES);
    long bytes = record.getInt(12) & UNSIGNED;
    long offset = record.getInt(16) & UNSIGNED;
    long end64 = bytes == UNSIGNED || offset == UNSIGNED ? findEnd64(end) : -1;
    if (end64 >= 0) {
      ByteBuffer wide = zip.read(end64, END64_BYTES);
      bytes = wide.getLong(40);
      offset = wide.getLong(48);
      end = end64;
    }
    if (bytes < 0 || bytes > MAX_BYTES || bytes > end || offset < 0 || offset > end - bytes) {
      throw zip.damaged("its directory lies outside of it");
    }
    parse(zip.read(end - bytes, (int) bytes), end - bytes - offset, entries);
  }

  /** The end record: the last place whose comment reaches exactly to the end of the file. */
  private long findEnd() throws IOException {
    int tail = (int) Math.min(zip.size(), END_BYTES + 0xffff);
    ByteBuffer last = zip.read(zip.size() - tail, tail);
    for (int at = tail - END_BYTES; at >= 0; at--) {
      if (last.getInt(at) == END && at + END_BYTES + (last.getShort(at + 20) & 0xffff) == tail) {
        return zip.size() - tail + at;
      }
    }
    throw zip.damaged("no zip directory at its end");
  }

  private long findEnd64(long end) throws IOException {
    if (end < LOCATOR_BYTES || zip.read(end - LOCATOR_BYTES, 4).getInt(0) != LOCATOR) {
      return -1;
    }
    long at = end - LOCATOR_BYTES - END64_BYTES;
    if (at < 0 || zip.read(at, 4).getInt(0) != END64) {
      throw zip.damaged("no zip64 end record");
    }
    return at;
  }

  /** {@code shift}: the length of what stands before the zip file. */
  private void parse(ByteBuffer directory, long shift, Map<String, Zip.Entry> entries) {
    int at = 0;
    while (at + CENTRAL_BYTES <= directory.limit()) {
      int nameBytes = directory.getShort(at + 28) & 0xffff;
      int extraBytes = directory.getShort(at + 30) & 0xffff;
      int commentBytes = directory.getShort(at + 32) & 0xffff;
      int extra = at + CENTRAL_BYTES + nameBytes;
      if (directory.getInt(at) != CENTRAL || extra + extraBytes > directory.limit()) {
        throw zip.damaged("its directory is damaged at entry " + entries.size());
      }
      String name = name(directory, at + CENTRAL_BYTES, nameBytes);
      if (name.startsWith(prefix)) {
        Zip.Entry entry = entry(name, directory, at, extra, extraBytes, shift);
        if (entries.put(name, entry) != null) {
          throw zip.damaged(name + " is there twice");
        }
      }
      at = extra + extraBytes + commentBytes;
    }
  }

  private static String name(ByteBuffer directory, int at, int bytes) {
    return new String(directory.array(), at, bytes, StandardCharsets.UTF_8);
  }

  private Zip.Entry entry(
      String name, ByteBuffer directory, int at, int extra, int extraBytes, long shift) {
    long[] wide = {
      directory.getInt(at + 24) & UNSIGNED,
      directory.getInt(at + 20) & UNSIGNED,
      directory.getInt(at + 42) & UNSIGNED
    };
    widen(directory, extra, extra + extraBytes, wide);
    if (wide[0] < 0 || wide[1] < 0 || wide[1] > zip.size() || wide[2] < 0 || wide[2] > zip.size()) {
      throw zip.damaged(name + " has sizes larger than the file");
    }
    int flags = directory.getShort(at + 8);
    int method = directory.getShort(at + 10);
    long crc = directory.getInt(at + 16) & UNSIGNED;
    return new Zip.Entry(name, flags, method, crc, wide[1], wide[0], wide[2] + shift);
  }

  /** Replaces what does not fit 32 bits (size, packed size, header's place) by the zip64 field. */
  private void widen(ByteBuffer directory, int at, int end, long[] wide) {
    while (at + 4 <= end) {
      int bytes = directory.getShort(at + 2) & 0xffff;
      int next = at + 4 + bytes;
      if (directory.getShort(at) == 1 && next <= end) {
        int field = at + 4;
        for (int i = 0; i < wide.length; i++) {
          if (wide[i] == UNSIGNED && field + 8 <= next) {
            wide[i] = directory.getLong(field);
            field += 8;
          }
        }
      }
      at = next;
    }
  }
}
