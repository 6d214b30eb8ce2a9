package org.sinter.frontend.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.sinter.frontend.file.FileSlice;
import org.sinter.ir.Bits;
import org.sinter.ir.DType;
import org.sinter.ir.Elements;

/** Elements left in their file and mapped window by window as they are read. */
public final class MappedElements implements Elements {
  private static final int WINDOW = 1 << 29;

  private final DType type;
  private final FileSlice slice;
  private final AtomicReferenceArray<ByteBuffer> windows;
  private final long size;

  /** Elements of whole bytes that fill {@code slice}. */
  public MappedElements(DType type, FileSlice slice) {
    this(type, slice, windows(slice.length()), slice.length());
  }

  /** Elements of whole bytes that fill {@code bytes}. */
  public MappedElements(DType type, ByteBuffer bytes) {
    this(type, null, new AtomicReferenceArray<>(1), bytes.remaining());
    windows.set(0, bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
  }

  private MappedElements(
      DType type, FileSlice slice, AtomicReferenceArray<ByteBuffer> windows, long length) {
    this.type = type;
    this.slice = slice;
    this.windows = windows;
    this.size = length / type.bytes();
    if (size * type.bytes() != length) {
      throw new IllegalArgumentException(length + " bytes of " + type);
    }
  }

  /** Elements of {@code type}, packed when narrower than a byte. */
  public static Elements of(DType type, long size, FileSlice slice) {
    return type.bits() >= 8
        ? new MappedElements(type, slice)
        : new PackedElements(type, size, new MappedElements(DType.U8, slice));
  }

  /** As above, of bytes in memory. */
  public static Elements of(DType type, long size, ByteBuffer bytes) {
    return type.bits() >= 8
        ? new MappedElements(type, bytes)
        : new PackedElements(type, size, new MappedElements(DType.U8, bytes));
  }

  @Override
  public DType type() {
    return type;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public double real(long i) {
    long at = at(i);
    return Bits.real(type, window(at), (int) (at % WINDOW));
  }

  @Override
  public long integer(long i) {
    long at = at(i);
    return Bits.integer(type, window(at), (int) (at % WINDOW));
  }

  /** Copies whole pieces; but a bool becomes 0 or 1, whatever the file has. */
  @Override
  public void read(long first, int count, ByteBuffer to) {
    if (type == DType.BOOL) {
      Elements.super.read(first, count, to);
    } else {
      copy(first, count, to);
    }
  }

  private void copy(long first, int count, ByteBuffer to) {
    long at = first * type.bytes();
    long end = at + (long) count * type.bytes();
    while (at < end) {
      ByteBuffer window = window(at);
      int from = (int) (at % WINDOW);
      int length = (int) Math.min(end - at, window.capacity() - from);
      to.put(to.position(), window, from, length).position(to.position() + length);
      at += length;
    }
  }

  private long at(long i) {
    if (i < 0 || i >= size) {
      throw new IndexOutOfBoundsException("element " + i + " of " + size);
    }
    return i * type.bytes();
  }

  private ByteBuffer window(long at) {
    int index = (int) (at / WINDOW);
    ByteBuffer window = windows.get(index);
    if (window == null) {
      long start = (long) index * WINDOW;
      window = slice.part(start, Math.min(WINDOW, slice.length() - start)).map();
      windows.set(index, window);
    }
    return window;
  }

  private static AtomicReferenceArray<ByteBuffer> windows(long length) {
    return new AtomicReferenceArray<>((int) ((length + WINDOW - 1) / WINDOW));
  }
}
