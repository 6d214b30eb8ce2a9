package org.sinter.cli.data;

/** What the units of a data set are. */
public enum Form {
  /** Texts of which nothing is known. */
  TEXTS,
  /** Two sentences and how similar people find them; two rows of a batch. */
  PAIRS,
  /** A text, or a pair of texts in one row, and its class. */
  LABELS,
  /** Windows of a stream of token ids. */
  IDS,
  /** Tensors of inputs, and perhaps of results. */
  TENSORS;

  /** Whether units are rows of token ids. */
  public boolean hasTokens() {
    return this != TENSORS;
  }
}
