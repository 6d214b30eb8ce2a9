package org.sinter.frontend.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.sinter.ir.Tensor;

/** Brings an array's elements into our order: little-endian, last dimension fastest. */
final class NpyOrder {
  private NpyOrder() {}

  static Tensor tensor(NpyHeader header, ByteBuffer bytes) {
    int width = header.type().bytes();
    boolean swap = header.bigEndian() && width > 1;
    boolean transpose = header.fortran() && header.shape().length > 1;
    if (!swap && !transpose) {
      return new Tensor(header.type(), header.shape(), bytes);
    }
    ByteBuffer ordered = ByteBuffer.allocate(bytes.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    int count = bytes.remaining() / width;
    long[] index = new long[header.shape().length];
    for (int i = 0; i < count; i++) {
      int from = transpose ? fortranOffset(header.shape(), index) : i;
      for (int b = 0; b < width; b++) {
        ordered.put(bytes.get(from * width + (swap ? width - 1 - b : b)));
      }
      step(header.shape(), index);
    }
    return new Tensor(header.type(), header.shape(), ordered.flip());
  }

  private static int fortranOffset(long[] shape, long[] index) {
    long offset = 0;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      offset = offset * shape[axis] + index[axis];
    }
    return (int) offset;
  }

  private static void step(long[] shape, long[] index) {
    int axis = shape.length - 1;
    while (axis >= 0 && ++index[axis] == shape[axis]) {
      index[axis--] = 0;
    }
  }
}
