package org.sinter.cli.choose;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sinter.cli.measure.Blocks;

/**
 * What 8 bits in some weights did to the whole model.
 *
 * @param speeds for each shape the time without over the time with them
 * @param error root of the outputs' squared errors over their squares
 * @param cosine the least cosine of an output to the one in full precision
 */
record Finding(List<Blocks.Result> speeds, double error, double cosine) {
  /** Whether it is slower at some shape, beyond the interval. */
  boolean isSlower() {
    return speeds.stream().anyMatch(s -> s.high() < 1);
  }

  String speed() {
    return speeds.stream()
        .map(s -> String.format(Locale.ROOT, "%.2fx [%.2f, %.2f]", s.ratio(), s.low(), s.high()))
        .collect(Collectors.joining(", "));
  }

  String closeness() {
    return String.format(Locale.ROOT, "error %.1e, cosine at least %.5f", error, cosine);
  }

  @Override
  public String toString() {
    return speed() + "; " + closeness();
  }
}
