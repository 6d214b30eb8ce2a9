package org.sinter.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A zip file that says where the bytes of its entries lie, which {@code java.util.zip} does not;
 * zip64 and a foreign prefix (self-starting jars) are understood, one folder's entries are kept.
 */
final class Zip implements Closeable {
  static final int STORED = 0;
  static final int DEFLATED = 8;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_BYTES = 30;

  /** An entry of the central directory; its local header lies at {@code header}. */
  record Entry(
      String name, int flags, int method, long crc, long packed, long bytes, long header) {}

  private final Path path;
  private final RandomAccessFile file; // a channel costs a new JVM 2 ms
  private final long size;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private Zip(Path path, RandomAccessFile file) throws IOException {
    this.path = path;
    this.file = file;
    this.size = file.length();
  }

  /** Opens {@code path} and keeps the entries whose names start with {@code prefix}. */
  static Zip open(Path path, String prefix) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
    try {
      Zip zip = new Zip(path, file);
      new ZipDirectory(zip, prefix).read(zip.entries);
      return zip;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  Path path() {
    return path;
  }

  long size() {
    return size;
  }

  Map<String, Entry> entries() {
    return entries;
  }

  /** Where the bytes of an entry begin: behind its local header, which is checked. */
  long dataOffset(Entry entry) throws IOException {
    ByteBuffer header = read(entry.header(), LOCAL_BYTES);
    byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
    int nameBytes = header.getShort(26) & 0xffff;
    boolean same = header.getInt(0) == LOCAL && nameBytes == name.length;
    if (!same || !read(entry.header() + LOCAL_BYTES, nameBytes).equals(ByteBuffer.wrap(name))) {
      throw damaged("no local header of " + entry.name() + " at byte " + entry.header());
    }
    long offset = entry.header() + LOCAL_BYTES + nameBytes + (header.getShort(28) & 0xffff);
    if (entry.packed() > size - offset) {
      throw damaged(entry.name() + " reaches beyond the end of the file");
    }
    return offset;
  }

  /** The unpacked bytes of an entry. */
  InputStream stream(Entry entry) throws IOException {
    if ((entry.flags() & 1) != 0 || entry.method() != STORED && entry.method() != DEFLATED) {
      throw damaged(entry.name() + " is encrypted or packed by an unknown method");
    }
    if (entry.method() == STORED && entry.packed() != entry.bytes()) {
      throw damaged(entry.name() + " is stored with two different sizes");
    }
    InputStream packed = new RegionStream(file, dataOffset(entry), entry.packed());
    return entry.method() == STORED ? packed : InflatedStream.of(packed);
  }

  /** {@code bytes} bytes at {@code offset}; the caller bounds them. */
  ByteBuffer read(long offset, int bytes) throws IOException {
    if (offset < 0 || bytes > size - offset) {
      throw damaged("the file ends within a header");
    }
    byte[] read = new byte[bytes];
    file.seek(offset);
    file.readFully(read);
    return ByteBuffer.wrap(read).order(ByteOrder.LITTLE_ENDIAN);
  }

  ModelException damaged(String what) {
    return new ModelException(path + " is no usable jar: " + what);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
