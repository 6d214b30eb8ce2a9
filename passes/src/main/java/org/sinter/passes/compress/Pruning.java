package org.sinter.passes.compress;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.LongStream;
import org.sinter.ir.Constant;
import org.sinter.ir.Elements;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.passes.Activations.Detail;
import org.sinter.passes.Context;
import org.sinter.passes.Statistics;

/**
 * Removes units by their saliency.
 *
 * @param unit what units are called
 * @param keep how many of so many units stay
 * @param refit whether what stays is changed to stand in for what goes
 * @param ridge how much the covariance of activations is damped, over its mean diagonal
 */
record Pruning(
    String unit,
    IntUnaryOperator keep,
    Saliency saliency,
    boolean refit,
    double ridge,
    List<String> except) {
  static void check(double keep, double ridge) {
    if (!(keep > 0 && keep <= 1)) {
      throw new IllegalArgumentException("keep is " + keep + ", expected above 0, at most 1");
    }
    if (!(ridge >= 0 && ridge <= 1)) {
      throw new IllegalArgumentException("ridge is " + ridge + ", expected 0 to 1");
    }
  }

  Graph run(Graph graph, List<Block> all, Context context) {
    List<Block> blocks = all.stream().filter(block -> isPruned(block, context)).toList();
    Map<Constant, Moments> moments = moments(graph, blocks, context);
    Map<Block, boolean[]> stays = new LinkedHashMap<>();
    blocks.forEach(block -> stays.put(block, null));
    blocks.parallelStream()
        .forEach(
            b -> {
              boolean[] found = saliency.stays(b, keep.applyAsInt(b.units()), moments, ridge);
              synchronized (stays) {
                stays.put(b, found);
              }
            });
    Narrowing narrowing = new Narrowing(graph);
    stays.forEach(narrowing::cut);
    stays.forEach(
        (block, left) -> {
          boolean done = !refit || refit(narrowing, block, left, moments);
          context.applied(block.node(), rule(block, done), described(block, left));
        });
    return narrowing.narrowed();
  }

  private boolean isPruned(Block block, Context context) {
    String reason = obstacle(block);
    if (reason != null) {
      context.missed(block.node(), reason);
    }
    return reason == null;
  }

  private String obstacle(Block block) {
    Except excepted = new Except(except);
    if (block.names().stream().anyMatch(excepted::has)) {
      return "among the exceptions";
    }
    if (keep.applyAsInt(block.units()) == block.units()) {
      return "all " + block.units() + " " + unit + " stay";
    }
    return block.sides().stream().allMatch(side -> isFinite(side.weight().elements()))
        ? null
        : "weights hold numbers that are not finite";
  }

  private static boolean isFinite(Elements elements) {
    return LongStream.range(0, elements.size())
        .parallel()
        .allMatch(i -> Double.isFinite(elements.real(i)));
  }

  /** Of what is multiplied by the weights that read units. */
  private Map<Constant, Moments> moments(Graph graph, List<Block> blocks, Context context) {
    Detail detail = refit ? Detail.GRAM : saliency.detail();
    Map<Constant, Moments> moments = new HashMap<>();
    if (detail == null || blocks.isEmpty()) {
      return moments;
    }
    List<Block.Side> readers = blocks.stream().flatMap(b -> b.readers().stream()).toList();
    List<Value> inputs = readers.stream().flatMap(r -> r.inputs().stream()).distinct().toList();
    Map<Value, Statistics> found = context.activations().of(graph, inputs, detail);
    for (Block.Side reader : readers) {
      List<Statistics> parts = new ArrayList<>();
      reader.inputs().forEach(input -> parts.add(found.get(input)));
      moments.put(reader.weight(), Moments.of(parts));
    }
    return moments;
  }

  /** Whether all weights that read the units could be fitted. */
  private boolean refit(
      Narrowing narrowing, Block block, boolean[] stays, Map<Constant, Moments> moments) {
    boolean all = true;
    for (Block.Side side : block.readers()) {
      int[] kept = new Channels(0, side.owner()).kept(stays);
      Refit fitted = Refit.of(Matrix.of(side.weight()), moments.get(side.weight()), kept, ridge);
      all &= fitted != null;
      if (fitted != null) {
        narrowing.refit(side, fitted);
      }
    }
    return all;
  }

  private String rule(Block block, boolean done) {
    int left = keep.applyAsInt(block.units());
    String fitted = !refit ? "" : done ? ", others fitted" : ", others could not be fitted";
    return block.units() + " " + unit + " to " + left + fitted;
  }

  private static String described(Block block, boolean[] stays) {
    long before = 0;
    long after = 0;
    for (Block.Side side : block.sides()) {
      long other = side.weight().type().size().value() / side.owner().length;
      before += side.owner().length * other;
      after += new Channels(0, side.owner()).kept(stays).length * other;
    }
    return String.format(Locale.ROOT, "%s: %d parameters to %d", block.described(), before, after);
  }
}
