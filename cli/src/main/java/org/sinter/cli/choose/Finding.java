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
record Finding(List<Speed> speeds, Distance distance) {
  /** The time at some inputs with some threads. */
  record Speed(String place, Blocks.Result result) {
    /** Beyond the interval. */
    boolean isSlower() {
      return result.high() < 1;
    }

    /** In the middle of the interval. */
    boolean isBehind() {
      return result.ratio() < 1;
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

  /** The places where it is slower, beyond the interval. */
  List<Speed> slower() {
    return speeds.stream().filter(Speed::isSlower).toList();
  }

  /** The places where it is slower in the middle of the interval. */
  List<Speed> behind() {
    return speeds.stream().filter(Speed::isBehind).toList();
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
  Finding with(Distance other) {
    return new Finding(speeds, other);
  }

  @Override
  public String toString() {
    return speeds.stream().map(Speed::ratio).collect(Collectors.joining(", ")) + "; " + distance;
  }
}
