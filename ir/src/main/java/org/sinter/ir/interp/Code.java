package org.sinter.ir.interp;

/** A compiled expression; {@code frame} holds the loop variables by slot. */
public interface Code {
  /** The value of an integer or bool expression; u64 as its bits. */
  long integer(long[] frame);

  /** The value of a float expression, or an integer one as a double. */
  double real(long[] frame);

  /** An expression of integer or bool type. */
  @FunctionalInterface
  interface Whole extends Code {
    @Override
    default double real(long[] frame) {
      return integer(frame);
    }
  }

  /** An expression of float type. */
  @FunctionalInterface
  interface Real extends Code {
    @Override
    default long integer(long[] frame) {
      throw new IllegalStateException("a float where an integer is expected");
    }
  }
}
