package org.sinter.passes.lower;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A whole number of a schedule that no result depends on, only speed. */
public enum Knob {
  /** Rows of a product's register tile. */
  ROWS(1, 32, 1, 2, 3, 4, 5, 6, 8, 10, 12, 14),
  /** Vectors in a row of a product's register tile. */
  VECTORS(1, 12, 1, 2, 3, 4, 6),
  /** Rows in a task of a product, rounded up to whole tiles. */
  CHUNK(1, 4096, 8, 16, 32, 64, 128, 256),
  /** Chunks that meet one panel of the right operand before the next one. */
  BLOCK(1, 1 << 16, 1, 2, 4, 8, 16, 32),
  /** Steps of k that the right operand is prefetched ahead; 0: not. */
  AHEAD(0, 4096, 0, 8, 16, 24, 32, 48, 64, 96),
  /** Vectors of queries in a task of attention. */
  QUERIES(1, 4, 1, 2, 3, 4);

  /** Those of products. */
  public static final Set<Knob> OF_PRODUCTS = EnumSet.complementOf(EnumSet.of(QUERIES));

  private final int least;
  private final int most;
  private final List<Integer> candidates;

  Knob(int least, int most, Integer... candidates) {
    this.least = least;
    this.most = most;
    this.candidates = List.of(candidates);
  }

  public int least() {
    return least;
  }

  public int most() {
    return most;
  }

  /** Values worth trying. */
  public List<Integer> candidates() {
    return candidates;
  }

  /** As it is written in a tuning record. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
