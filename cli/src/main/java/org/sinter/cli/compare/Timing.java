package org.sinter.cli.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sinter.cli.bench.JarContender;
import org.sinter.cli.data.Ports;
import org.sinter.cli.measure.Blocks;
import org.sinter.cli.report.Fields;

/** All candidates in turns, round by round, each round kept when it is done. */
final class Timing implements AutoCloseable {
  /** Runs of a block that are kept: the others lie between them. */
  private static final int KEPT = 200;

  private final State state;
  private final Blocks blocks;
  private final Opener opener;
  private final Runnable each;
  private List<JarContender> open = List.of();
  private int threads;

  /** Loads all candidates for some threads. */
  @FunctionalInterface
  interface Opener {
    List<JarContender> open(int threads) throws IOException;
  }

  /** {@code each} hears of every round. */
  Timing(State state, Blocks blocks, Opener opener, Runnable each) {
    this.state = state;
    this.blocks = blocks;
    this.opener = opener;
    this.each = each;
  }

  /** Rounds of before, and those that are left. */
  Cell cell(Sample sample, int count) throws Exception {
    List<List<double[]>> ms = new ArrayList<>();
    List<Blocks.Side> sides = new ArrayList<>();
    for (int round = 0; round < blocks.rounds(); round++) {
      String unit = "time-" + Choice.slug(sample.name()) + "-" + count + "-" + round;
      Fields fields = state.unit(unit, () -> round(sides, sample, count));
      List<double[]> rows = fields.rows("ms");
      for (int i = 0; i < rows.size(); i++) {
        if (round == 0) {
          ms.add(new ArrayList<>());
        }
        ms.get(i).add(rows.get(i));
      }
      each.run();
    }
    return new Cell(sample.name(), count, sample.rows(), ms);
  }

  /** The first round of a process warms up. */
  private Map<String, Object> round(List<Blocks.Side> sides, Sample sample, int count)
      throws Exception {
    if (sides.isEmpty()) {
      sides.addAll(sides(sample, count));
      for (Blocks.Side side : sides) {
        blocks.times(side);
      }
    }
    List<Object> ms = new ArrayList<>();
    for (Blocks.Side side : sides) {
      double[] times = thinned(blocks.times(side));
      ms.add(Arrays.stream(times).mapToObj(t -> (Object) (Math.round(t * 1e5) / 1e5)).toList());
    }
    return Map.of("ms", ms);
  }

  private List<Blocks.Side> sides(Sample sample, int count) throws IOException {
    if (open.isEmpty() || threads != count) {
      close();
      open = opener.open(count);
      threads = count;
    }
    List<Blocks.Side> sides = new ArrayList<>();
    for (JarContender contender : open) {
      sides.add(contender.on(sample.inputs(Ports.of(contender.model()))));
    }
    return sides;
  }

  /** In order; of many some, evenly. */
  static double[] thinned(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    if (sorted.length <= KEPT) {
      return sorted;
    }
    double[] some = new double[KEPT];
    Arrays.setAll(some, i -> sorted[(int) ((long) i * (sorted.length - 1) / (KEPT - 1))]);
    return some;
  }

  @Override
  public void close() throws IOException {
    for (JarContender contender : open) {
      contender.close();
    }
    open = List.of();
  }
}
