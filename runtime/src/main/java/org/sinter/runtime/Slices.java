package org.sinter.runtime;

/**
 * A call cut along its leading dim: {@code count} slices of {@code each} entries (the last one may
 * have fewer), which threads carry through the whole model alone.
 */
record Slices(int symbol, long each, long count) {
  /** Rows of a product from which on weights are read once for enough work. */
  private static final long ROWS = 512;

  private static final int TRIED = 64;

  /** Of the time of all threads, what may be lost to a last round that is not full. */
  private static final double LOSS = 0.1;

  /**
   * What model.json says of slices.
   *
   * @param symbol the leading dim
   * @param rows of the largest product, for each entry
   */
  record Rule(int symbol, Formula rows) {}

  /** The slices of a call with these symbols; null: it runs as a whole, all threads together. */
  static Slices of(Rule rule, long[] symbols, int threads) {
    if (rule == null) {
      return null;
    }
    long total = symbols[rule.symbol()];
    long rows = Math.max(1, rule.rows().evaluate(symbols));
    long least = (ROWS - 1) / rows + 1;
    for (long each = least; each < least + TRIED && (each - 1) * threads < total - 1; each++) {
      long count = (total - 1) / each + 1;
      long rounds = (count - 1) / threads + 1;
      if (count > 1 && total >= (1 - LOSS) * threads * rounds * each) {
        return new Slices(rule.symbol(), each, count);
      }
    }
    return null;
  }

  /** The symbols of a full slice. */
  long[] symbols(long[] whole) {
    long[] symbols = whole.clone();
    symbols[symbol] = each;
    return symbols;
  }
}
