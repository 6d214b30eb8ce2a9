package org.sinter.passes.compress;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Elements;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.ir.op.MatMul;
import org.sinter.passes.Activations.Detail;
import org.sinter.passes.Context;
import org.sinter.passes.Divisible;
import org.sinter.passes.Statistics;
import org.sinter.passes.lower.LowerToKernels;

/**
 * Zeros in the place of the least salient elements of weights: {@code mat-mul x w} becomes {@code
 * mat-mul x w'}, {@code w'} still a matrix. Where whole blocks are zero, the product's kernel
 * neither stores nor multiplies them (docs/pruning.md).
 *
 * @param sparsity the part that goes; 0: nothing is done
 * @param pattern where zeros may lie
 * @param of blocks, one below the other, of each of which the same number goes, for n-of-m
 * @param height elements of a column in a block
 * @param width elements of a row in a block
 * @param saliency what stays: magnitude: the largest squares (Han et al. 2015); activations: the
 *     largest squares times those of what they are multiplied by (Wanda, Sun et al. 2023)
 * @param least weights of fewer elements stay as they are
 * @param except names of weights, or of source nodes, that stay as they are; {@code *} stands for
 *     any characters
 */
public record PruneWeights(
    double sparsity,
    Pattern pattern,
    int of,
    int height,
    int width,
    Saliency saliency,
    int least,
    List<String> except)
    implements Divisible {
  private static final int LARGEST = 1 << 16;

  /** Where zeros may lie. */
  public enum Pattern {
    /** Anywhere: no kernel profits. */
    UNSTRUCTURED,
    /** In each {@code of} blocks below each other the same number. */
    N_OF_M,
    /** Any blocks. */
    BLOCKS
  }

  /** What stays. */
  public enum Saliency {
    MAGNITUDE,
    ACTIVATIONS
  }

  public PruneWeights {
    if (!(sparsity >= 0 && sparsity < 1)) {
      throw new IllegalArgumentException("sparsity is " + sparsity + ", expected 0 to below 1");
    }
    check("of", of);
    check("height", height);
    check("width", width);
    check("least", least);
    if (pattern == Pattern.N_OF_M && Math.abs(of * sparsity - Math.rint(of * sparsity)) > 1e-9) {
      throw new IllegalArgumentException(sparsity + " of " + of + " is no whole number");
    }
    except = List.copyOf(except);
  }

  private static void check(String name, int value) {
    if (value < 1 || value > LARGEST) {
      throw new IllegalArgumentException(name + " is " + value + ", expected 1 to " + LARGEST);
    }
  }

  /** Four of five blocks of 16 neighbours in a row. */
  public PruneWeights() {
    this(0.8, Pattern.BLOCKS, 4, 1, 16, Saliency.MAGNITUDE, 4096, List.of());
  }

  @Override
  public PruneWeights without(List<String> names) {
    List<String> all = new ArrayList<>(except);
    all.addAll(names);
    return new PruneWeights(sparsity, pattern, of, height, width, saliency, least, all);
  }

  @Override
  public Graph run(Graph graph, Context context) {
    Map<Constant, Constant> pruned = sparsity == 0 ? Map.of() : pruned(graph, context);
    return graph.rewrite(
        (b, node, in) -> {
          Constant now = node.op() instanceof MatMul ? pruned.get(node.input(1)) : null;
          return now == null ? null : List.of(b.add(node.op(), in.get(0), now));
        });
  }

  private Map<Constant, Constant> pruned(Graph graph, Context context) {
    Map<Constant, Node> readers = readers(graph, context);
    Map<Value, Statistics> measured =
        saliency == Saliency.MAGNITUDE
            ? Map.of()
            : context
                .activations()
                .of(
                    graph,
                    readers.values().stream().map(n -> n.input(0)).toList(),
                    Detail.CHANNELS);
    Map<Constant, Constant> pruned = new IdentityHashMap<>();
    readers.forEach(
        (w, node) -> {
          Constant now = pruned(w, node, measured, context);
          if (now != w) {
            pruned.put(w, now);
          }
        });
    return pruned;
  }

  private Constant pruned(Constant w, Node node, Map<Value, Statistics> measured, Context context) {
    Statistics x = measured.get(node.input(0));
    double[] squares = x == null ? null : x.squares();
    BlockMask zeros =
        switch (pattern) {
          case UNSTRUCTURED -> new BlockScores(w, 1, 1, squares).all(sparsity);
          case N_OF_M -> new BlockScores(w, height, width, squares).each(of, sparsity);
          case BLOCKS -> new BlockScores(w, height, width, squares).all(sparsity);
        };
    PrunedElements elements = new PrunedElements(w.elements(), zeros);
    Constant now = new Constant(w.name(), w.type(), elements, null);
    if (!elements.changes()) {
      context.missed(node, "is as sparse already", w.name() + " is as sparse already");
      return w;
    }
    if (context.isHeard()) {
      context.applied(node, "pruned", said(w, elements) + "; " + read(now));
    }
    return now;
  }

  /** What the kernel of its product will do in f32. */
  private static String read(Constant pruned) {
    double part = LowerToKernels.partRead(pruned);
    return part < 1
        ? String.format(Locale.ROOT, "a product reads %.1f %%", 100 * part)
        : "a product reads all, which is faster than to skip these";
  }

  private String said(Constant w, PrunedElements elements) {
    return String.format(
        Locale.ROOT,
        "%s: %.1f %% are zero, in blocks of %dx%d%s: rms error %.1e of the weights'",
        w.name(),
        100 * elements.zeros(),
        elements.dropped().height(),
        elements.dropped().width(),
        pattern == Pattern.N_OF_M ? ", as many of each " + of : "",
        Deviation.of(w.elements(), elements::real).rms());
  }

  /** The weights that this is for, each with the node that reads it first. */
  private Map<Constant, Node> readers(Graph graph, Context context) {
    Map<Constant, Node> readers = new LinkedHashMap<>();
    Map<Value, List<Node>> users = graph.users();
    for (Node node : graph.nodes()) {
      boolean weighs = node.op() instanceof MatMul && node.input(1) instanceof Constant;
      if (!weighs || readers.containsKey(node.input(1))) {
        continue;
      }
      Constant w = (Constant) node.input(1);
      String obstacle = obstacle(node, w, users.get(w));
      if (obstacle == null) {
        readers.put(w, node);
      } else {
        context.missed(node, obstacle, w.name() + " " + obstacle);
      }
    }
    return readers;
  }

  /** Why a weight stays as it is, or null. */
  private String obstacle(Node node, Constant w, List<Node> users) {
    if (w.type().dtype() != DType.F32 || w.type().rank() != 2) {
      return "is no matrix of f32";
    }
    if (w.type().size().value() < least) {
      return "has fewer than " + least + " elements";
    }
    Except excepted = new Except(except);
    if (excepted.has(w.name()) || excepted.has(node.origin())) {
      return "is among the exceptions";
    }
    if (!users.stream().allMatch(n -> n.op() instanceof MatMul && n.input(1) == w)) {
      return "is read by other ops, too";
    }
    Elements elements = w.elements();
    LongStream all = LongStream.range(0, elements.size()).parallel();
    boolean finite = all.allMatch(i -> Double.isFinite(elements.real(i)));
    return finite ? null : "holds numbers that are not finite";
  }
}
