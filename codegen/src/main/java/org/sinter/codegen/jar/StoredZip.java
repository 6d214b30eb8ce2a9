package org.sinter.codegen.jar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Writes a zip file whose entries are stored as they are; the data of an entry can begin at a
 * multiple of 64 KiB, by padding in its local header. The same entries give the same bytes.
 */
final class StoredZip {
  private static final int LOCAL_BYTES = 30;
  private static final int CRC_OFFSET = 14;

  /** Some readers take the length of a header's padding as a signed number of 16 bits. */
  private static final int MAX_PADDING = 0x7fff;

  private static final long MAX_BYTES = 0xffffffffL;
  private static final int DATE = 0x21; // 1 January 1980, the first day that zip knows

  private final FileChannel out;
  private final List<Written> entries = new ArrayList<>();

  /** An entry of {@code bytes} bytes whose data begins at a multiple of {@code alignment}. */
  record Entry(String name, long bytes, int alignment) {
    byte[] encodedName() {
      return name.getBytes(StandardCharsets.UTF_8);
    }

    int headerBytes() {
      return LOCAL_BYTES + encodedName().length;
    }
  }

  /** Writes the bytes of an entry. */
  interface Content {
    void write(Sink sink) throws IOException;
  }

  /** Takes all bytes of a buffer. */
  interface Sink {
    void write(ByteBuffer bytes) throws IOException;
  }

  private record Written(Entry entry, long offset, long crc) {}

  StoredZip(FileChannel out) {
    this.out = out;
  }

  void add(Entry entry, Content content) throws IOException {
    if (entry.bytes > MAX_BYTES - 1) {
      throw new IOException(entry.name + " has " + entry.bytes + " bytes, more than 4 GiB");
    }
    if (padding(out.position(), entry) > MAX_PADDING) {
      fill(entry);
    }
    long offset = out.position();
    int padding = padding(offset, entry);
    write(localHeader(entry, padding));
    CRC32 crc = new CRC32();
    content.write(
        bytes -> {
          crc.update(bytes.duplicate());
          write(bytes);
        });
    if (out.position() != offset + entry.headerBytes() + padding + entry.bytes) {
      throw new IllegalStateException(entry.name + " is not of " + entry.bytes + " bytes");
    }
    out.write(little(4).putInt((int) crc.getValue()).flip(), offset + CRC_OFFSET);
    entries.add(new Written(entry, offset, crc.getValue()));
  }

  /** An entry of zeros before an entry that needs more padding than readers agree on. */
  private void fill(Entry entry) throws IOException {
    Entry filler = new Entry(entry.name + ".padding", 0, 1);
    int bytes = padding(out.position(), entry) - filler.headerBytes();
    ByteBuffer zeros = ByteBuffer.allocate(bytes);
    add(new Entry(filler.name, bytes, 1), sink -> sink.write(zeros));
  }

  private static int padding(long offset, Entry entry) {
    return (int) Math.floorMod(-(offset + entry.headerBytes()), (long) entry.alignment);
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The padding is a field of its own kind, or zeros where it is too short for a field's head. */
  private static ByteBuffer localHeader(Entry entry, int padding) {
    ByteBuffer header = little(entry.headerBytes() + padding).putInt(0x04034b50);
    common(header, entry, 0).putShort((short) padding).put(entry.encodedName());
    if (padding >= 4) {
      header.putShort((short) 0xd935).putShort((short) (padding - 4));
    }
    return header.position(0);
  }

  /** What both headers of an entry say, up to the length of its name. */
  private static ByteBuffer common(ByteBuffer header, Entry entry, long crc) {
    header.putShort((short) 20).putShort((short) 0x800).putShort((short) 0);
    header.putShort((short) 0).putShort((short) DATE).putInt((int) crc);
    header.putInt((int) entry.bytes).putInt((int) entry.bytes);
    return header.putShort((short) entry.encodedName().length);
  }

  /** Writes the directory, with which the file ends. */
  void finish() throws IOException {
    long start = out.position();
    for (Written entry : entries) {
      write(centralHeader(entry));
    }
    long bytes = out.position() - start;
    if (start >= MAX_BYTES) {
      write(end64(start, bytes));
    }
    ByteBuffer end = little(22).putInt(0x06054b50).putInt(0);
    end.putShort((short) entries.size()).putShort((short) entries.size());
    end.putInt((int) bytes).putInt((int) Math.min(start, MAX_BYTES)).putShort((short) 0);
    write(end.flip());
  }

  private static ByteBuffer centralHeader(Written written) {
    boolean far = written.offset >= MAX_BYTES;
    byte[] name = written.entry.encodedName();
    ByteBuffer header = little(46 + name.length + (far ? 12 : 0)).putInt(0x02014b50);
    common(header.putShort((short) 45), written.entry, written.crc);
    header.putShort((short) (far ? 12 : 0)).putShort((short) 0).putShort((short) 0);
    header
        .putShort((short) 0)
        .putInt(0)
        .putInt((int) Math.min(written.offset, MAX_BYTES))
        .put(name);
    if (far) {
      header.putShort((short) 1).putShort((short) 8).putLong(written.offset);
    }
    return header.flip();
  }

  private ByteBuffer end64(long start, long bytes) {
    ByteBuffer end = little(76).putInt(0x06064b50).putLong(44);
    end.putShort((short) 45).putShort((short) 45).putInt(0).putInt(0);
    end.putLong(entries.size()).putLong(entries.size()).putLong(bytes).putLong(start);
    return end.putInt(0x07064b50).putInt(0).putLong(start + bytes).putInt(1).flip();
  }
}
