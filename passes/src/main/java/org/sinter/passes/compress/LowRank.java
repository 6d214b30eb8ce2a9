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
import org.sinter.ir.Tensor;
import org.sinter.ir.Value;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.MatMul;
import org.sinter.passes.Context;
import org.sinter.passes.Divisible;

/**
 * Two thin matrices for a weight: {@code mat-mul x w} becomes {@code mat-mul (mat-mul x u) v}, a
 * gathered table {@code gather t i} becomes {@code mat-mul (gather u i) v}, with the least squared
 * error of the weight that the rank allows. A weight stays whole where the factors would not save a
 * tenth of its parameters, and so of the work.
 *
 * @param ratio parameters of all factors over those of the weights, spread over the weights by what
 *     each loses; 1: nothing is done
 * @param energy where above 0, instead of {@code ratio}: the part of each weight's squared elements
 *     that stays
 * @param rank where above 0, instead of both: of each weight
 * @param embeddings whether tables, too
 * @param least weights of fewer elements stay as they are
 * @param where names of weights, or of source nodes, that this is for; {@code *} stands for any
 *     characters
 * @param except those that it is not for
 */
public record LowRank(
    double ratio,
    double energy,
    int rank,
    boolean embeddings,
    int least,
    List<String> where,
    List<String> except)
    implements Divisible {
  public LowRank {
    if (!(ratio > 0 && ratio <= 1)) {
      throw new IllegalArgumentException("ratio is " + ratio + ", expected above 0, at most 1");
    }
    if (!(energy >= 0 && energy < 1)) {
      throw new IllegalArgumentException("energy is " + energy + ", expected 0 to below 1");
    }
    if (rank < 0) {
      throw new IllegalArgumentException("rank is " + rank + ", expected 1 or more, 0: by ratio");
    }
    if (least < 1) {
      throw new IllegalArgumentException("least is " + least + ", expected 1 or more");
    }
    where = List.copyOf(where);
    except = List.copyOf(except);
  }

  /** Half of the parameters of products. */
  public LowRank() {
    this(0.5, 0, 0, false, 1 << 14, List.of("*"), List.of());
  }

  @Override
  public LowRank without(List<String> names) {
    List<String> all = new ArrayList<>(except);
    all.addAll(names);
    return new LowRank(ratio, energy, rank, embeddings, least, where, all);
  }

  @Override
  public Graph run(Graph graph, Context context) {
    boolean isNeutral = ratio == 1 && energy == 0 && rank == 0;
    Map<Constant, Constant[]> factors = isNeutral ? Map.of() : factors(graph, context);
    return graph.rewrite(
        (b, node, in) -> {
          Constant weight = weight(node);
          Constant[] pair = weight == null ? null : factors.get(weight);
          return pair == null ? null : List.of(product(b, node, in, pair));
        });
  }

  private static Value product(Graph.Builder b, Node node, List<Value> in, Constant[] pair) {
    Value thin =
        node.op() instanceof Gather
            ? b.add(node.op(), pair[0], in.get(1))
            : b.add(new MatMul(), in.get(0), pair[0]);
    return b.add(new MatMul(), thin, pair[1]);
  }

  private Map<Constant, Constant[]> factors(Graph graph, Context context) {
    Map<Constant, Node> readers = readers(graph, context);
    List<Constant> weights = List.copyOf(readers.keySet());
    List<Spectrum> spectra =
        weights.parallelStream().map(weight -> new Spectrum(weight, null)).toList();
    Ranks.Matrix[] matrices = new Ranks.Matrix[weights.size()];
    for (int i = 0; i < matrices.length; i++) {
      matrices[i] = matrix(weights.get(i), spectra.get(i));
    }
    int[] ranks = ranks(matrices);
    Map<Constant, Constant[]> factors = new IdentityHashMap<>();
    for (int i = 0; i < matrices.length; i++) {
      Constant weight = weights.get(i);
      if (matrices[i].isWorthwhile(ranks[i])) {
        factors.put(weight, named(weight, spectra.get(i).factors(ranks[i])));
        context.applied(readers.get(weight), "factors", said(weight, matrices[i], ranks[i]));
      } else {
        context.missed(
            readers.get(weight),
            "factors would save too little",
            weight.name() + ": factors would save less than a tenth");
      }
    }
    return factors;
  }

  private static Ranks.Matrix matrix(Constant weight, Spectrum spectrum) {
    return new Ranks.Matrix(
        weight.type().dim(0).value(), weight.type().dim(1).value(), spectrum.energies());
  }

  private int[] ranks(Ranks.Matrix[] matrices) {
    if (rank == 0 && energy == 0) {
      double all = 0;
      for (Ranks.Matrix matrix : matrices) {
        all += matrix.whole();
      }
      return Ranks.within(matrices, ratio * all);
    }
    int[] ranks = new int[matrices.length];
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] = rank > 0 ? rank : matrices[i].holding(energy);
    }
    return ranks;
  }

  private static Constant[] named(Constant weight, Tensor[] factors) {
    return new Constant[] {
      Constant.of(weight.name() + ".u", factors[0]), Constant.of(weight.name() + ".v", factors[1])
    };
  }

  private static String said(Constant weight, Ranks.Matrix matrix, int rank) {
    return String.format(
        Locale.ROOT,
        "%s as factors of rank %d: %.0f %% of its parameters, rms error %.1e",
        weight.name(),
        rank,
        100.0 * matrix.size(rank) / matrix.whole(),
        Math.sqrt(Math.max(0, 1 - matrix.kept(rank))));
  }

  /** The weights that this is for, each with the node that reads it first. */
  private Map<Constant, Node> readers(Graph graph, Context context) {
    Map<Constant, Node> readers = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      Constant weight = weight(node);
      if (weight == null || readers.containsKey(weight)) {
        continue;
      }
      String obstacle = obstacle(node, weight, graph);
      if (obstacle == null) {
        readers.put(weight, node);
      } else {
        context.missed(node, obstacle, weight.name() + " " + obstacle);
      }
    }
    return readers;
  }

  /** The matrix of a product's right side, or the table that rows are gathered from. */
  private Constant weight(Node node) {
    if (node.op() instanceof MatMul && node.input(1) instanceof Constant c) {
      return c;
    }
    boolean isTable =
        embeddings
            && node.op() instanceof Gather gather
            && node.input(0).type().rank() > 0
            && node.input(0).type().axis(gather.axis()) == 0;
    return isTable && node.input(0) instanceof Constant c ? c : null;
  }

  /** Why a weight stays as it is, or null. */
  private String obstacle(Node node, Constant weight, Graph graph) {
    if (weight.type().dtype() != DType.F32 || weight.type().rank() != 2) {
      return "is no matrix of f32";
    }
    if (weight.type().size().value() < least) {
      return "has fewer than " + least + " elements";
    }
    Except these = new Except(where);
    if (!these.has(weight.name()) && !these.has(node.origin())) {
      return "is not among those asked for";
    }
    Except excepted = new Except(except);
    if (excepted.has(weight.name()) || excepted.has(node.origin())) {
      return "is among the exceptions";
    }
    if (graph.users().get(weight).stream().anyMatch(n -> weight(n) != weight)) {
      return "is read by other ops, too";
    }
    Elements elements = weight.elements();
    boolean finite =
        LongStream.range(0, elements.size())
            .parallel()
            .allMatch(i -> Double.isFinite(elements.real(i)));
    return finite ? null : "holds numbers that are not finite";
  }
}
