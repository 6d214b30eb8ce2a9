package org.sinter.ir;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Elements in memory, row-major little-endian; sub-byte types take one byte each. */
public final class Tensor implements Elements {
  private final DType type;
  private final long[] shape;
  private final ByteBuffer bytes;

  /** Shares {@code bytes} from its position; its remaining size must fit type and shape exactly. */
  public Tensor(DType type, long[] shape, ByteBuffer bytes) {
    this.type = type;
    this.shape = shape.clone();
    this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (Math.multiplyExact(size(shape), type.bytes()) != this.bytes.remaining()) {
      throw new IllegalArgumentException(
          this.bytes.remaining() + " bytes for " + type + Arrays.toString(shape));
    }
  }

  /** Zeros. */
  public static Tensor allocate(DType type, long... shape) {
    int bytes = Math.toIntExact(Math.multiplyExact(size(shape), type.bytes()));
    return new Tensor(type, shape, ByteBuffer.allocate(bytes));
  }

  public static Tensor of(long[] values, long... shape) {
    Tensor tensor = allocate(DType.I64, shape);
    for (int i = 0; i < values.length; i++) {
      tensor.set(i, values[i]);
    }
    return tensor;
  }

  public static Tensor of(float[] values, long... shape) {
    Tensor tensor = allocate(DType.F32, shape);
    for (int i = 0; i < values.length; i++) {
      tensor.set(i, values[i]);
    }
    return tensor;
  }

  /** Number of elements of a shape; overflow throws {@link ArithmeticException}. */
  public static long size(long[] shape) {
    long size = 1;
    for (long dim : shape) {
      if (dim < 0) {
        throw new IllegalArgumentException("negative dim in " + Arrays.toString(shape));
      }
      size = Math.multiplyExact(size, dim);
    }
    return size;
  }

  @Override
  public DType type() {
    return type;
  }

  public long[] shape() {
    return shape.clone();
  }

  @Override
  public long size() {
    return size(shape);
  }

  public ByteBuffer bytes() {
    return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public double real(long i) {
    return Bits.real(type, bytes, offset(i));
  }

  @Override
  public long integer(long i) {
    return Bits.integer(type, bytes, offset(i));
  }

  /** Rounds to the element type; integers wrap. */
  public void set(long i, double value) {
    Bits.set(type, bytes, offset(i), value);
  }

  public void set(long i, long value) {
    Bits.set(type, bytes, offset(i), value);
  }

  /** Wraps the same elements under another shape. */
  public Tensor reshape(long... other) {
    return new Tensor(type, other, bytes.duplicate());
  }

  private int offset(long i) {
    return Math.toIntExact(i * type.bytes());
  }
}
