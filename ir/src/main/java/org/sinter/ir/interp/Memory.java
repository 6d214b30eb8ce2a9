package org.sinter.ir.interp;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.sinter.ir.DType;
import org.sinter.ir.Elements;
import org.sinter.ir.Tensor;

/** A buffer's elements while code runs; each access is checked against the shape. */
final class Memory {
  private final String where;
  private final String name;
  private long[] shape;
  private Elements elements;
  private Tensor tensor;
  private FloatBuffer floats;

  /** {@code where} names the kernel or op in messages. */
  Memory(String where, String name) {
    this.where = where;
    this.name = name;
  }

  Memory(String where, String name, Elements elements, long[] shape) {
    this(where, name);
    bind(elements, shape);
  }

  void bind(Elements content, long[] dims) {
    elements = content;
    shape = dims;
    tensor = content instanceof Tensor t ? t : null;
    boolean quick = tensor != null && tensor.type() == DType.F32;
    floats = quick ? tensor.bytes().asFloatBuffer() : null;
  }

  long[] shape() {
    return shape;
  }

  double real(long at) {
    return floats != null ? floats.get((int) at) : elements.real(at);
  }

  long integer(long at) {
    return elements.integer(at);
  }

  void set(long at, double value) {
    tensor.set(at, value);
  }

  void set(long at, long value) {
    tensor.set(at, value);
  }

  /** Row-major position of the element at {@code indices}. */
  long at(Code[] indices, long[] frame) {
    long at = 0;
    for (int d = 0; d < indices.length; d++) {
      long i = indices[d].integer(frame);
      if (i < 0 || i >= shape[d]) {
        throw outside(indices, frame);
      }
      at = at * shape[d] + i;
    }
    return at;
  }

  private IllegalStateException outside(Code[] indices, long[] frame) {
    long[] found = Arrays.stream(indices).mapToLong(i -> i.integer(frame)).toArray();
    return new IllegalStateException(
        where + ": index " + Arrays.toString(found) + " outside " + name + Arrays.toString(shape));
  }
}
