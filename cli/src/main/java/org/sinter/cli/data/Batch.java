package org.sinter.cli.data;

import java.util.BitSet;
import java.util.Map;
import org.sinter.runtime.Tensor;

/**
 * Inputs of one run and what its rows are.
 *
 * @param inputs by name, all that the model has
 * @param units of each row the number of its unit; -1: a row that only fills the batch
 * @param places of each row its place in its unit: 0, or 1 for a pair's second sentence
 * @param tokens where the tokens are; null where rows are no tokens
 * @param expected results that the data states, by name
 */
public record Batch(
    Map<String, Tensor> inputs,
    int[] units,
    int[] places,
    Tokens tokens,
    Map<String, Tensor> expected) {
  /**
   * The places of tokens, row after row.
   *
   * @param starts of each row its first place, and the end of the last row
   * @param shown the places that are no padding
   * @param padded whether all rows have the same number of places: {@code [batch, seq]}, not {@code
   *     [tokens]}
   */
  public record Tokens(int[] starts, BitSet shown, boolean padded) {
    /** Rows of these lengths, padded on the right to {@code width}; 0: not padded. */
    static Tokens of(int[] lengths, int width) {
      int[] starts = new int[lengths.length + 1];
      BitSet shown = new BitSet();
      for (int i = 0; i < lengths.length; i++) {
        shown.set(starts[i], starts[i] + lengths[i]);
        starts[i + 1] = starts[i] + (width > 0 ? width : lengths[i]);
      }
      return new Tokens(starts, shown, width > 0);
    }

    /** All places, padding included. */
    public int places() {
      return starts[starts.length - 1];
    }
  }

  public int rows() {
    return units.length;
  }
}
