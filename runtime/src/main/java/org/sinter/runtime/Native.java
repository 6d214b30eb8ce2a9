package org.sinter.runtime;

import java.nio.ByteBuffer;

/**
 * The trampolines that every model library brings ({@code runtime.c}); bound once for each class
 * loader, to the first library loaded.
 */
final class Native {
  /** What {@code mmap} and the like answer on a system without them. */
  static final long UNAVAILABLE = -38;

  /** Written while a library is loaded: the address of its descriptor. */
  static long descriptor;

  private Native() {}

  /** Runs one forward pass: {@code entry(call)}, and returns its status. */
  static native int invoke(long entry, long call);

  /** Runs the passes of all slices (docs/abi.md) and returns their status. */
  static native int slices(long entry, long call, long slices);

  /** Takes chunks of work until there has been none for a while. */
  static native void work(long team, long worker);

  /** The feature bits of this CPU (docs/abi.md). */
  static native long probe(long capabilities, long capabilities2, long wanted);

  static native long address(ByteBuffer direct);

  static native ByteBuffer view(long address, long bytes);

  /** The zero-terminated text at an address. */
  static native String text(long address);

  /** Maps a part of a file to read; a negative answer is an error number. */
  static native long map(long path, long offset, long bytes);

  /** Fresh zeroed pages; a negative answer is an error number. */
  static native long allocate(long bytes);

  /** Gives mapped or allocated pages back. */
  static native long release(long address, long bytes);
}
