package org.sinter.cli.data;

import java.util.List;

/**
 * What a mean is taken over: a text, a pair, a window.
 *
 * @param rows one, or the two sentences of a pair
 * @param gold a pair's score, a text's class, or NaN
 */
public record Unit(List<Encoded> rows, double gold) {
  public Unit {
    rows = List.copyOf(rows);
  }
}
