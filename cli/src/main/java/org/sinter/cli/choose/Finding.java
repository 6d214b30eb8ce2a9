package org.sinter.cli.choose;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sinter.cli.measure.Blocks;

/**
 * What changing some weights did to the whole model.
 *
 * @param speeds for each place the time without over the time with them
 */
record Finding(List<Speed> speeds, Error error) {
  /** The time at some inputs with some threads. */
  record Speed(String place, Blocks.Result result) {
    /** Beyond the interval. */
    boolean isSlower() {
      return result.high() < 1;
    }

    String ratio() {
      return String.format(
          Locale.ROOT, "%.3fx [%.3f, %.3f]", result.ratio(), result.low(), result.high());
    }

    @Override
    public String toString() {
      return ratio() + " at " + place;
    }
  }

  /**
   * How far the outputs are from those without.
   *
   * @param value root of the outputs' squared errors over their squares; of several outputs the
   *     largest
   * @param most the upper end of its interval
   * @param cosine the least cosine of an output to the one without
   */
  record Error(double value, double most, double cosine) {
    @Override
    public String toString() {
      String upTo = most > value ? String.format(Locale.ROOT, " (up to %.1e)", most) : "";
      return String.format(Locale.ROOT, "error %.1e%s, cosine at least %.5f", value, upTo, cosine);
    }
  }

  /** The places where it is slower. */
  List<Speed> slower() {
    return speeds.stream().filter(Speed::isSlower).toList();
  }

  /** The least ratio at some of the places. */
  double least(List<String> places) {
    return speeds.stream()
        .filter(s -> places.contains(s.place))
        .mapToDouble(s -> s.result.ratio())
        .min()
        .orElse(1);
  }

  /** The same times with another error. */
  Finding with(Error other) {
    return new Finding(speeds, other);
  }

  @Override
  public String toString() {
    return speeds.stream().map(Speed::ratio).collect(Collectors.joining(", ")) + "; " + error;
  }
}
