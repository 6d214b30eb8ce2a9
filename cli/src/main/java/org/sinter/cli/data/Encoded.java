package org.sinter.cli.data;

/** Token ids of one row of a model's input, and the text of a pair that each belongs to, 0 or 1. */
public record Encoded(long[] ids, long[] types) {
  /** Of one text. */
  public static Encoded of(long... ids) {
    return new Encoded(ids, new long[ids.length]);
  }

  public int length() {
    return ids.length;
  }
}
