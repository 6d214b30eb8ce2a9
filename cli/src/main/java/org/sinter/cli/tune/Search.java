package org.sinter.cli.tune;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.passes.lower.Tile;

/**
 * Coordinate descent: along each axis all settings race the best so far; then, as long as that
 * helps, those next to the best. No setting runs twice.
 */
final class Search {
  /** A gain that counts: less is noise. */
  private static final double GAIN = 0.985;

  private static final int CHECKED_ROWS = 13;

  private final Subject subject;
  private final CpuLevel level;
  private final Race race;
  private final Path directory;
  private final Clock clock;
  private final Consumer<Tile> found;
  private final Set<Tile> tried = new HashSet<>();
  private Trial best;
  private double gained = 1;

  /** Tells how far the search may still go. */
  @FunctionalInterface
  interface Clock {
    /** Whether there is time for one more candidate. */
    boolean goesOn();
  }

  /**
   * @param found hears of each better tile
   */
  Search(
      Subject subject,
      CpuLevel level,
      Race race,
      Path directory,
      Clock clock,
      Consumer<Tile> found) {
    this.subject = subject;
    this.level = level;
    this.race = race;
    this.directory = directory;
    this.clock = clock;
    this.found = found;
  }

  /** Whether the search came to its end before the time did. */
  boolean run(Tile start) throws IOException {
    try {
      best = trial(start);
      tried.add(start);
      List<Axis> axes = subject.axes(level);
      boolean better = true;
      for (int pass = 0; better; pass++) {
        better = false;
        for (Axis axis : axes) {
          Tile before = best.tile();
          for (Tile tile : pass == 0 ? axis.from(before) : axis.around(before)) {
            if (!clock.goesOn()) {
              return false;
            }
            consider(tile);
          }
          better |= !best.tile().equals(before);
        }
      }
      return true;
    } finally {
      if (best != null) {
        best.close();
      }
    }
  }

  /** How many candidates have run. */
  int candidates() {
    return tried.size();
  }

  /** Time of the best over that of the start. */
  double gained() {
    return gained;
  }

  private Trial trial(Tile tile) throws IOException {
    return Trial.of(subject, level, tile, directory, 1);
  }

  /** A winner must win clearly or twice, or the luckiest of many would win. */
  private void consider(Tile tile) throws IOException {
    if (!tried.add(tile)) {
      return;
    }
    Trial trial = trial(tile);
    requireEqual(trial);
    double ratio = race.ratio(best, trial);
    if (ratio < GAIN && !Race.isClear(ratio)) {
      ratio = Math.max(ratio, race.ratio(best, trial));
    }
    if (ratio < GAIN) {
      best.close();
      best = trial;
      gained *= ratio;
      found.accept(tile);
    } else {
      trial.close();
    }
  }

  /** Schedules change no bit of any result. */
  private void requireEqual(Trial trial) {
    if (!Arrays.equals(best.results(CHECKED_ROWS), trial.results(CHECKED_ROWS))) {
      throw new IllegalStateException(
          subject + ": " + trial.tile() + " gives other results than " + best.tile());
    }
  }
}
