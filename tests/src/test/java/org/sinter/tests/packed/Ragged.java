package org.sinter.tests.packed;

import java.util.Arrays;
import java.util.Map;
import org.sinter.runtime.Tensor;
import org.sinter.tests.minilm.MiniLm.Batch;

/** A padded batch as inputs of the pipeline ragged: tokens one after the other, and lengths. */
public final class Ragged {
  private Ragged() {}

  /** Inputs for the tokens of mask 1. */
  public static Map<String, Tensor> of(Batch batch) {
    long[] ids = new long[batch.ids().length];
    long[] lengths = new long[batch.size()];
    int tokens = 0;
    for (int i = 0; i < ids.length; i++) {
      if (batch.mask()[i] == 1) {
        ids[tokens++] = batch.ids()[i];
        lengths[i / batch.length()]++;
      }
    }
    return Map.of(
        "input_ids", Tensor.of(Arrays.copyOf(ids, tokens), tokens),
        "lengths", Tensor.of(lengths, lengths.length),
        "token_type_ids", Tensor.of(new long[tokens], tokens));
  }
}
