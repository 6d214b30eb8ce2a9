package org.sinter.passes.compress;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sinter.ir.Constant;
import org.sinter.passes.Activations.Detail;

/** How much a unit matters: what pruning removes first is what has least of it. */
public enum Saliency {
  /** The norm of the weights that write the unit times the norm of those that read it. */
  MAGNITUDE,

  /**
   * The norm of what the unit adds to the results over calibration data, channel by channel: {@code
   * |x_c| |w_c|} (Sun et al. 2024).
   */
  ACTIVATIONS,

  /** What is lost when all other units make up for it as well as they can; one after the other. */
  SECOND_ORDER;

  /** What it has to know of activations; null: nothing. */
  Detail detail() {
    return switch (this) {
      case MAGNITUDE -> null;
      case ACTIVATIONS -> Detail.CHANNELS;
      case SECOND_ORDER -> Detail.GRAM;
    };
  }

  /** Which units of {@code block} stay when only {@code left} do; of equals the first ones. */
  boolean[] stays(Block block, int left, Map<Constant, Moments> moments, double ridge) {
    return this == SECOND_ORDER
        ? secondOrder(block, left, moments, ridge)
        : largest(this == MAGNITUDE ? magnitudes(block) : activations(block, moments), left);
  }

  private static boolean[] largest(double[] saliency, int left) {
    boolean[] stays = new boolean[saliency.length];
    IntStream.range(0, saliency.length)
        .boxed()
        .sorted(Comparator.comparingDouble(u -> -saliency[u]))
        .limit(left)
        .forEach(u -> stays[u] = true);
    return stays;
  }

  private static double[] magnitudes(Block block) {
    double[] read = new double[block.units()];
    double[] written = new double[block.units()];
    for (Block.Side side : block.readers()) {
      add(read, side.owner(), Matrix.of(side.weight()).rowSquares());
    }
    for (Block.Side side : block.writers()) {
      add(written, side.owner(), Matrix.of(side.weight()).columnSquares());
    }
    return IntStream.range(0, read.length).mapToDouble(u -> read[u] * written[u]).toArray();
  }

  private static double[] activations(Block block, Map<Constant, Moments> moments) {
    double[] sums = new double[block.units()];
    for (Block.Side side : block.readers()) {
      double[] squares = Matrix.of(side.weight()).rowSquares();
      double[] inputs = moments.get(side.weight()).squares();
      for (int c = 0; c < squares.length; c++) {
        squares[c] *= inputs[c];
      }
      add(sums, side.owner(), squares);
    }
    return sums;
  }

  private static void add(double[] sums, int[] owner, double[] channels) {
    for (int c = 0; c < owner.length; c++) {
      if (owner[c] != Channels.FREE) {
        sums[owner[c]] += channels[c];
      }
    }
  }

  private static boolean[] secondOrder(
      Block block, int left, Map<Constant, Moments> moments, double ridge) {
    List<SecondOrder> readers =
        block.readers().stream()
            .map(
                side ->
                    new SecondOrder(
                        Matrix.of(side.weight()),
                        side.owner(),
                        block.units(),
                        moments.get(side.weight()),
                        ridge))
            .toList();
    boolean[] stays = new boolean[block.units()];
    Arrays.fill(stays, true);
    for (int gone = 0; gone < block.units() - left; gone++) {
      int least = least(readers, stays);
      readers.forEach(reader -> reader.remove(least));
      stays[least] = false;
    }
    return stays;
  }

  /** Of the units that are left the one that costs least. */
  private static int least(List<SecondOrder> readers, boolean[] stays) {
    int least = -1;
    double lowest = Double.POSITIVE_INFINITY;
    for (int u = 0; u < stays.length; u++) {
      double cost = 0;
      for (SecondOrder reader : stays[u] ? readers : List.<SecondOrder>of()) {
        cost += reader.cost(u);
      }
      if (stays[u] && (least < 0 || cost < lowest)) {
        least = u;
        lowest = cost;
      }
    }
    return least;
  }
}
