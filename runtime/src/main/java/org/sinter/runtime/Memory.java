package org.sinter.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Zeroed pages outside the heap, released by hand where the system lets native code do that, else
 * with the buffer that holds them. The caller sees to it that none is used after its release.
 */
final class Memory {
  private static final int PAGE = 4096;

  private final long address;
  private final long bytes;
  private ByteBuffer holder;
  private boolean released;

  private Memory(long address, long bytes, ByteBuffer holder) {
    this.address = address;
    this.bytes = bytes;
    this.holder = holder;
  }

  /** Whole pages. */
  static long rounded(long bytes) {
    return Math.addExact(Math.max(bytes, 1), PAGE - 1) & -PAGE;
  }

  static Memory allocate(long bytes) {
    long rounded = rounded(bytes);
    long address = Native.allocate(rounded);
    if (address > 0) {
      return new Memory(address, rounded, null);
    }
    if (address != Native.UNAVAILABLE || rounded > Integer.MAX_VALUE - PAGE) {
      throw new ModelException(
          "no " + rounded + " bytes of memory for a run (error " + -address + ")");
    }
    ByteBuffer holder = ByteBuffer.allocateDirect((int) rounded + PAGE).alignedSlice(PAGE);
    return new Memory(Native.address(holder), rounded, holder);
  }

  long address() {
    return address;
  }

  long bytes() {
    return bytes;
  }

  /** A part as a buffer; never handed to an application. */
  ByteBuffer view(long offset, long length) {
    if (offset < 0 || length < 0 || length > bytes - offset) {
      throw new IllegalStateException("outside of " + bytes + " bytes: " + offset + ", " + length);
    }
    return Native.view(address + offset, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  synchronized void release() {
    if (!released && holder == null) {
      Native.release(address, bytes);
    }
    released = true;
    holder = null;
  }
}
