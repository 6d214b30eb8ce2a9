package org.sinter.cli.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round marks of an axis that holds two values. */
record Ticks(double low, double high, double step) {
  private static final int ABOUT = 4;

  /** Steps of 1, 2 or 5 times a power of ten. */
  static Ticks of(double least, double most) {
    double range = Math.max(most - least, 1e-6 * Math.max(1, Math.abs(most)));
    double power = Math.pow(10, Math.floor(Math.log10(range / ABOUT)));
    double rest = range / ABOUT / power;
    double step = power * (rest > 5 ? 10 : rest > 2 ? 5 : rest > 1 ? 2 : 1);
    return new Ticks(Math.floor(least / step) * step, Math.ceil(most / step) * step, step);
  }

  List<Double> marks() {
    List<Double> marks = new ArrayList<>();
    for (int i = 0; low + i * step <= high + step / 2; i++) {
      marks.add(low + i * step);
    }
    return marks;
  }

  /** As many digits as the step has. */
  String label(double mark) {
    int digits = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
    return String.format(Locale.ROOT, "%." + Math.min(digits, 9) + "f", mark);
  }
}
