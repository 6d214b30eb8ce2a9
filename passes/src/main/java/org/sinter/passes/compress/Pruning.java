package org.sinter.passes.compress;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.sinter.ir.Graph;
import org.sinter.passes.Context;

/**
 * Removes units by their saliency.
 *
 * @param unit what a unit is called
 * @param keep how many of so many units stay
 */
record Pruning(String unit, IntUnaryOperator keep, Saliency saliency, List<String> except) {
  static void checkKeep(double keep) {
    if (!(keep > 0 && keep <= 1)) {
      throw new IllegalArgumentException("keep is " + keep + ", expected above 0, at most 1");
    }
  }

  Graph run(Graph graph, List<Block> blocks, Context context) {
    Narrowing narrowing = new Narrowing();
    for (Block block : blocks) {
      int left = keep.applyAsInt(block.units());
      String reason = obstacle(block, left);
      if (reason != null) {
        context.missed(block.node(), reason);
        continue;
      }
      boolean[] stays = stays(saliency.of(block), left);
      narrowing.cut(block, stays);
      context.applied(block.node(), of(block.units(), left), described(block, stays));
    }
    return narrowing.of(graph);
  }

  private String obstacle(Block block, int left) {
    Except excepted = new Except(except);
    if (block.names().stream().anyMatch(excepted::has)) {
      return "among the exceptions";
    }
    return left == block.units() ? left + " " + unit + " are kept as they are few" : null;
  }

  /** The most salient ones; of equals the first. */
  private static boolean[] stays(double[] saliency, int left) {
    boolean[] stays = new boolean[saliency.length];
    IntStream.range(0, saliency.length)
        .boxed()
        .sorted(Comparator.comparingDouble(u -> -saliency[u]))
        .limit(left)
        .forEach(u -> stays[u] = true);
    return stays;
  }

  private String of(int units, int left) {
    return units + " " + unit + " to " + left;
  }

  private String described(Block block, boolean[] stays) {
    long before = 0;
    long after = 0;
    for (Block.Side side : block.sides()) {
      long other = side.weight().type().size().value() / side.owner().length;
      before += side.owner().length * other;
      after += new Channels(0, side.owner()).kept(stays).length * other;
    }
    return String.format(
        Locale.ROOT,
        "%s: %s, %d parameters to %d",
        block.described(),
        of(stays.length, (int) IntStream.range(0, stays.length).filter(u -> stays[u]).count()),
        before,
        after);
  }
}
