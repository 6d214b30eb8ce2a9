package org.sinter.tests.conformance;

import java.util.LinkedHashMap;
import java.util.Map;

/** How many cases each executor ran, and its worst error. */
final class Tally {
  private final Map<String, int[]> cases = new LinkedHashMap<>();
  private final Map<String, Double> worst = new LinkedHashMap<>();

  void add(String how, boolean good, double error) {
    int[] count = cases.computeIfAbsent(how, h -> new int[2]);
    count[0]++;
    count[1] += good ? 1 : 0;
    worst.merge(how, error, Math::max);
  }

  void print(String what) {
    cases.forEach(
        (how, count) ->
            System.out.printf(
                "%s via %s: %d of %d cases within tolerance, worst relative error %.2g%n",
                what, how, count[1], count[0], worst.get(how)));
  }
}
