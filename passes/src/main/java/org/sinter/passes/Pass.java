package org.sinter.passes;

import org.sinter.ir.text.Records;

/**
 * A function from a program to a program of the same level: a record whose components are its
 * options. Where nothing changes, the very same object comes back.
 */
public interface Pass<T> {
  T run(T ir, Context context);

  /** The name in pipeline text: {@code FoldConstants} is {@code fold-constants}. */
  default String name() {
    return Records.name(getClass());
  }
}
