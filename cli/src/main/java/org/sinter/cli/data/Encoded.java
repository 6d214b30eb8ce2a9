package org.sinter.cli.data;

import org.sinter.runtime.Tensor;

/** Token ids of one row of a model's input, and the text of a pair that each belongs to, 0 or 1. */
public record Encoded(long[] ids, long[] types) {
  /** Of one text. */
  public static Encoded of(long... ids) {
    return new Encoded(ids, new long[ids.length]);
  }

  public int length() {
    return ids.length;
  }

  /** The rows of a tensor of integers. */
  public static long[][] rows(Tensor ids) {
    long[][] rows = new long[(int) ids.shape()[0]][(int) ids.shape()[1]];
    var data = ids.data().rewind();
    for (long[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = ids.type().bytes() == Long.BYTES ? data.getLong() : data.getInt();
      }
    }
    return rows;
  }
}
