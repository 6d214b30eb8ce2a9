package org.sinter.cli.calibrate;

import java.util.BitSet;
import org.sinter.cli.data.Batch;

/**
 * Which rows of a batch count.
 *
 * @param places all places of tokens, 0: rows are no tokens
 * @param shown the places that are no padding and of no row that only fills the batch
 * @param rows rows of the batch
 * @param own the rows that do not only fill it
 */
record Counted(int places, BitSet shown, int rows, BitSet own) {
  static Counted of(Batch batch) {
    BitSet own = new BitSet();
    for (int i = 0; i < batch.rows(); i++) {
      own.set(i, batch.units()[i] >= 0);
    }
    Batch.Tokens tokens = batch.tokens();
    if (tokens == null) {
      return new Counted(0, new BitSet(), batch.rows(), own);
    }
    BitSet shown = (BitSet) tokens.shown().clone();
    for (int i = own.nextClearBit(0); i < batch.rows(); i = own.nextClearBit(i + 1)) {
      shown.clear(tokens.starts()[i], tokens.starts()[i + 1]);
    }
    return new Counted(tokens.places(), shown, batch.rows(), own);
  }

  /** Of a value with {@code all} rows those that count; null: all do. */
  BitSet of(long all) {
    return all == places ? shown : all == rows ? own : null;
  }
}
