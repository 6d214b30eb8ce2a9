package org.sinter.passes.compress;

import java.util.Arrays;
import java.util.BitSet;
import org.sinter.ir.Constant;
import org.sinter.ir.Elements;

/**
 * How much is lost with each block of a matrix {@code w [k, n]}: the mean of {@code w² * x²}, the
 * least of which go first, those of lower number before equal ones.
 */
final class BlockScores {
  private final long columns;
  private final int height;
  private final int width;
  private final int across;
  private final double[] scores;

  /** {@code squares[k]}: mean square of what row k is multiplied by; null: all the same. */
  BlockScores(Constant w, int height, int width, double[] squares) {
    this.columns = w.type().dim(1).value();
    long rows = w.type().dim(0).value();
    this.height = (int) Math.min(height, rows);
    this.width = (int) Math.min(width, columns);
    this.across = BlockMask.across(columns, this.width);
    int down = Math.toIntExact((rows + this.height - 1) / this.height);
    this.scores = new double[Math.multiplyExact(down, across)];
    int[] counts = new int[scores.length];
    Elements elements = w.elements();
    for (int i = 0; i < rows; i++) {
      double factor = squares == null ? 1 : squares[i];
      for (int j = 0; j < columns; j++) {
        int block = i / this.height * across + j / this.width;
        double element = elements.real(i * columns + j);
        scores[block] += element * element * factor;
        counts[block]++;
      }
    }
    Arrays.setAll(scores, block -> scores[block] / counts[block]);
  }

  /** {@code part} of all blocks. */
  BlockMask all(double part) {
    BitSet least = new BitSet();
    int[] all = new int[scores.length];
    Arrays.setAll(all, i -> i);
    drop(all, (int) Math.rint(part * all.length), least);
    return mask(least);
  }

  /** {@code part} of each {@code count} blocks below each other. */
  BlockMask each(int count, double part) {
    BitSet least = new BitSet();
    int down = scores.length / across;
    for (int first = 0; first < down; first += count) {
      for (int column = 0; column < across; column++) {
        int[] some = new int[Math.min(count, down - first)];
        int top = first * across + column;
        Arrays.setAll(some, i -> top + i * across);
        drop(some, (int) Math.floor(part * some.length + 1e-9), least);
      }
    }
    return mask(least);
  }

  private BlockMask mask(BitSet blocks) {
    return new BlockMask(blocks, columns, height, width);
  }

  /** Adds the {@code count} of {@code blocks} with the least scores to {@code least}. */
  private void drop(int[] blocks, int count, BitSet least) {
    if (count == 0) {
      return;
    }
    double[] sorted = Arrays.stream(blocks).mapToDouble(b -> scores[b]).sorted().toArray();
    double bound = sorted[count - 1];
    int equal = count;
    for (double score : sorted) {
      equal -= score < bound ? 1 : 0;
    }
    for (int block : blocks) {
      if (scores[block] < bound || scores[block] == bound && equal-- > 0) {
        least.set(block);
      }
    }
  }
}
