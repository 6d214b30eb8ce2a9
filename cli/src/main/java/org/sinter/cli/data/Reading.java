package org.sinter.cli.data;

import java.util.Optional;

/**
 * How a data file is read.
 *
 * @param tokenizer null: the data may not be texts
 * @param form null: what the file's name and contents say
 * @param columns {@code text=2,label=1}: columns of a table by number or name; null: what the head
 *     or the values say
 * @param limit most units; the first ones are taken
 * @param window token ids of a window
 */
public record Reading(Tokenizer tokenizer, Form form, String columns, int limit, int window) {
  public static final int WINDOW = 512;

  public Reading {
    if (limit < 1 || window < 2) {
      throw new IllegalArgumentException(
          "at least one unit and windows of 2 tokens, not " + limit + " and " + window);
    }
  }

  /** All of a file of whatever form. */
  public static Reading with(Tokenizer tokenizer) {
    return new Reading(tokenizer, null, null, Integer.MAX_VALUE, WINDOW);
  }

  public Reading withLimit(int units) {
    return new Reading(tokenizer, form, columns, units, window);
  }

  Tokenizer requireTokenizer() {
    return Optional.ofNullable(tokenizer)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "texts want the model's tokenizer: tokenizer.json beside the model, in the"
                        + " model jar, or --tokenizer"));
  }
}
