package org.sinter.ir.interp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.sinter.ir.DType;
import org.sinter.ir.Tensor;

/** Memory of undefined content, filled so that reading it shows: NaN, or minus one. */
final class Garbage {
  static final byte FILL = (byte) 0xff;

  private Garbage() {}

  static Tensor tensor(DType type, long... shape) {
    Tensor tensor = Tensor.allocate(type, shape);
    fill(tensor.bytes());
    return tensor;
  }

  static void fill(ByteBuffer bytes) {
    for (int i = 0; i < bytes.capacity(); i++) {
      bytes.put(i, FILL);
    }
  }

  /** The leading part of {@code whole}, which differs from {@code shape} in the first dim only. */
  static Tensor cut(Tensor whole, long[] shape) {
    if (Arrays.equals(whole.shape(), shape)) {
      return whole;
    }
    int bytes = Math.toIntExact(Tensor.size(shape) * whole.type().bytes());
    return new Tensor(whole.type(), shape, whole.bytes().limit(bytes));
  }
}
