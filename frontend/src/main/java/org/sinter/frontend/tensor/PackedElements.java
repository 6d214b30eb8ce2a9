package org.sinter.frontend.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.sinter.ir.Bits;
import org.sinter.ir.DType;
import org.sinter.ir.Elements;
import org.sinter.ir.NarrowFloat;

/** Elements of 2 or 4 bits as files hold them: several in a byte, the first in the low bits. */
public final class PackedElements implements Elements {
  private final DType type;
  private final long size;
  private final Elements bytes;

  /** {@code bytes}: the file's bytes as {@code u8}. */
  public PackedElements(DType type, long size, Elements bytes) {
    this.type = type;
    this.size = size;
    this.bytes = bytes;
    if (type.bits() >= 8 || bytes.size() != bytes(type, size)) {
      throw new IllegalArgumentException(size + " of " + type + " in " + bytes.size() + " bytes");
    }
  }

  /** The bytes that {@code size} packed elements take. */
  public static long bytes(DType type, long size) {
    return (size * type.bits() + 7) / 8;
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
    return type.isFloat() ? NarrowFloat.decode(type, code(i)) : integer(i);
  }

  @Override
  public long integer(long i) {
    return type.isFloat() ? (long) real(i) : Bits.wrap(type, code(i));
  }

  @Override
  public void read(long first, int count, ByteBuffer to) {
    for (long i = first; i < first + count; i++) {
      to.put((byte) (type.isFloat() ? code(i) : integer(i)));
    }
  }

  /** One byte for each of the {@code count} elements. */
  static ByteBuffer unpack(DType type, int count, ByteBuffer packed) {
    Elements bytes = new MappedElements(DType.U8, packed);
    ByteBuffer unpacked = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    new PackedElements(type, count, bytes).read(0, count, unpacked);
    return unpacked.flip();
  }

  private long code(long i) {
    int perByte = 8 / type.bits();
    int shift = (int) (i % perByte) * type.bits();
    return bytes.integer(i / perByte) >> shift & ((1 << type.bits()) - 1);
  }
}
