package org.sinter.ir;

import java.nio.ByteBuffer;

/** A constant's elements, wherever they lie: in memory, in a mapped file, or computed on demand. */
public interface Elements {
  DType type();

  long size();

  /** Element {@code i} as a double; integers are converted. */
  double real(long i);

  /** Element {@code i} as an integer; only for integers and bool. */
  long integer(long i);

  /** Writes {@code count} elements from {@code first} on as they lie in a model jar. */
  default void read(long first, int count, ByteBuffer to) {
    for (long i = first; i < first + count; i++) {
      int at = to.position();
      if (type().isFloat()) {
        Bits.set(type(), to, at, real(i));
      } else {
        Bits.set(type(), to, at, integer(i));
      }
      to.position(at + type().bytes());
    }
  }
}
