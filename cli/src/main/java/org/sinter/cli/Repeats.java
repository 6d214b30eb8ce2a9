package org.sinter.cli;

import java.util.ArrayList;
import java.util.List;

/** Runs of equal stretches in a sequence: {@code a b c b c b c d} has {@code b c} three times. */
final class Repeats {
  private static final int LONGEST = 400;

  /** {@code period} elements from {@code start} on stand {@code count} times in a row. */
  record Run(int start, int period, int count) {
    int saved() {
      return period * (count - 1);
    }

    int end() {
      return start + period * count;
    }
  }

  private Repeats() {}

  /** Runs that do not overlap, those first that leave out most; in order of their start. */
  static List<Run> of(List<String> sequence) {
    List<Run> runs = new ArrayList<>();
    find(sequence, 0, sequence.size(), runs);
    return runs;
  }

  private static void find(List<String> sequence, int from, int to, List<Run> runs) {
    Run best = best(sequence, from, to);
    if (best != null && best.saved() >= 4) {
      find(sequence, from, best.start, runs);
      runs.add(best);
      find(sequence, best.end(), to, runs);
    }
  }

  private static Run best(List<String> sequence, int from, int to) {
    Run best = null;
    for (int period = 1; period <= Math.min(LONGEST, (to - from) / 2); period++) {
      int equal = 0;
      for (int i = from; i + period < to; i++) {
        equal = sequence.get(i).equals(sequence.get(i + period)) ? equal + 1 : 0;
        int count = equal / period + 1;
        if (equal % period == 0 && (best == null || period * (count - 1) > best.saved())) {
          best = new Run(i + 1 - equal, period, count);
        }
      }
    }
    return best;
  }
}
