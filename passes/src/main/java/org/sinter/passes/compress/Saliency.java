package org.sinter.passes.compress;

import java.util.function.DoubleUnaryOperator;

/** How much a unit matters: what pruning removes first is what has least of it. */
public enum Saliency {
  /** The norm of the weights that write the unit times the norm of those that read it. */
  MAGNITUDE;

  /** One figure for each unit of {@code block}. */
  double[] of(Block block) {
    double[] read = new double[block.units()];
    double[] written = new double[block.units()];
    for (Block.Side side : block.readers()) {
      add(read, side.owner(), Matrix.of(side.weight()).rowSquares(), x -> x);
    }
    for (Block.Side side : block.writers()) {
      add(written, side.owner(), Matrix.of(side.weight()).columnSquares(), x -> x);
    }
    for (int u = 0; u < read.length; u++) {
      read[u] = Math.sqrt(read[u] * written[u]);
    }
    return read;
  }

  private static void add(
      double[] sums, int[] owner, double[] channels, DoubleUnaryOperator factor) {
    for (int c = 0; c < owner.length; c++) {
      if (owner[c] != Channels.FREE) {
        sums[owner[c]] += factor.applyAsDouble(channels[c]);
      }
    }
  }
}
