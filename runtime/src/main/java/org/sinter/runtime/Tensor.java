package org.sinter.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** An array of elements with a type and a shape, row-major and little-endian. */
public final class Tensor {
  private final ElementType type;
  private final long[] shape;
  private final ByteBuffer data;

  private Tensor(ElementType type, ByteBuffer data, long[] shape) {
    this.type = type;
    this.shape = shape.clone();
    this.data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
    long bytes = bytes(type, this.shape); // of the copy: the caller's array may change meanwhile
    if (bytes != this.data.capacity()) {
      throw new IllegalArgumentException(
          this + " takes " + bytes + " bytes, not " + this.data.capacity());
    }
  }

  /**
   * The little-endian bytes of {@code data} from its position on, not copied: a direct buffer is
   * read in place by a run, which checks the indices in it once, so it must not change meanwhile.
   */
  public static Tensor of(ElementType type, ByteBuffer data, long... shape) {
    return new Tensor(type, data, shape);
  }

  public static Tensor of(float[] data, long... shape) {
    ByteBuffer bytes = heap(data.length, Float.BYTES);
    bytes.asFloatBuffer().put(data);
    return new Tensor(ElementType.F32, bytes, shape);
  }

  public static Tensor of(double[] data, long... shape) {
    ByteBuffer bytes = heap(data.length, Double.BYTES);
    bytes.asDoubleBuffer().put(data);
    return new Tensor(ElementType.F64, bytes, shape);
  }

  public static Tensor of(long[] data, long... shape) {
    ByteBuffer bytes = heap(data.length, Long.BYTES);
    bytes.asLongBuffer().put(data);
    return new Tensor(ElementType.I64, bytes, shape);
  }

  public static Tensor of(int[] data, long... shape) {
    ByteBuffer bytes = heap(data.length, Integer.BYTES);
    bytes.asIntBuffer().put(data);
    return new Tensor(ElementType.I32, bytes, shape);
  }

  public static Tensor of(short[] data, long... shape) {
    ByteBuffer bytes = heap(data.length, Short.BYTES);
    bytes.asShortBuffer().put(data);
    return new Tensor(ElementType.I16, bytes, shape);
  }

  public static Tensor of(byte[] data, long... shape) {
    return new Tensor(ElementType.I8, ByteBuffer.wrap(data.clone()), shape);
  }

  public static Tensor of(boolean[] data, long... shape) {
    ByteBuffer bytes = heap(data.length, 1);
    for (int i = 0; i < data.length; i++) {
      bytes.put(i, (byte) (data[i] ? 1 : 0));
    }
    return new Tensor(ElementType.BOOL, bytes, shape);
  }

  /** A tensor of zeros in memory of its own. */
  static Tensor zeros(ElementType type, long[] shape) {
    return new Tensor(type, heap(bytes(type, shape), 1), shape);
  }

  /** Bytes of {@code shape}; negative dims and overflow throw. */
  static long bytes(ElementType type, long[] shape) {
    long bytes = type.bytes();
    try {
      for (long dim : shape) {
        bytes = Math.multiplyExact(bytes, dim);
        if (dim < 0) {
          throw new IllegalArgumentException("negative dim in " + Arrays.toString(shape));
        }
      }
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("too large: " + type + Arrays.toString(shape), e);
    }
    return bytes;
  }

  private static ByteBuffer heap(long count, int size) {
    long bytes = count * size;
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(bytes + " bytes do not fit a Java array");
    }
    return ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  public ElementType type() {
    return type;
  }

  public long[] shape() {
    return shape.clone();
  }

  /** The bytes, little-endian, from position 0; writes go through. */
  public ByteBuffer data() {
    return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The elements of an {@code f32}, {@code f16} or {@code bf16} tensor. */
  public float[] floats() {
    float[] result = new float[count(ElementType.F32, ElementType.F16, ElementType.BF16)];
    if (type == ElementType.F32) {
      data().asFloatBuffer().get(result);
      return result;
    }
    for (int i = 0; i < result.length; i++) {
      short bits = data.getShort(2 * i);
      result[i] =
          type == ElementType.F16 ? HalfFloat.toFloat(bits) : Float.intBitsToFloat(bits << 16);
    }
    return result;
  }

  /** The elements of an {@code f64} tensor. */
  public double[] doubles() {
    double[] result = new double[count(ElementType.F64)];
    data().asDoubleBuffer().get(result);
    return result;
  }

  /** The elements of an {@code i64} or {@code u64} tensor. */
  public long[] longs() {
    long[] result = new long[count(ElementType.I64, ElementType.U64)];
    data().asLongBuffer().get(result);
    return result;
  }

  /** The elements of an {@code i32} or {@code u32} tensor. */
  public int[] ints() {
    int[] result = new int[count(ElementType.I32, ElementType.U32)];
    data().asIntBuffer().get(result);
    return result;
  }

  /** The elements of an {@code i16} or {@code u16} tensor. */
  public short[] shorts() {
    short[] result = new short[count(ElementType.I16, ElementType.U16)];
    data().asShortBuffer().get(result);
    return result;
  }

  /** All bytes, of any type. */
  public byte[] bytes() {
    byte[] result = new byte[data.capacity()];
    data().get(result);
    return result;
  }

  /** The elements of a {@code bool} tensor. */
  public boolean[] booleans() {
    boolean[] result = new boolean[count(ElementType.BOOL)];
    for (int i = 0; i < result.length; i++) {
      result[i] = data.get(i) != 0;
    }
    return result;
  }

  int byteSize() {
    return data.capacity();
  }

  private int count(ElementType... readable) {
    if (!Arrays.asList(readable).contains(type)) {
      throw new IllegalStateException(this + " is not " + Arrays.toString(readable));
    }
    return data.capacity() / type.bytes();
  }

  /** Type and shape: {@code f32[2, 7, 384]}. */
  @Override
  public String toString() {
    return type + Arrays.toString(shape);
  }
}
